package io.shiplog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.ApiCatalogue.FurtherVersion;
import io.shiplog.model.convert.Conversion;
import io.shiplog.model.convert.RenamedFields;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiCatalogueTest {

  private static final ResourceType V2 = widgets("v2", Catalogue.EVENT_SHARD);
  private static final ResourceType V1 = widgets("v1", Catalogue.EVENT_SHARD);
  private static final Conversion RENAMED =
      new RenamedFields(V1.apiVersion(), V2.apiVersion(), Map.of("old", "new"));

  private final ApiCatalogue catalogue =
      new ApiCatalogue(
          List.of(V2),
          List.of(new FurtherVersion(V1, V2, RENAMED)),
          List.of(Catalogue.NAMESPACE_STANDINGS));

  @Test
  void oneResourceIsStoredInOneVersionAndServedInTwo() {
    assertThat(catalogue.stored()).containsExactly(V2);
    assertThat(catalogue.served()).containsExactly(V2, V1);
    assertThat(catalogue.byPath("example.com", "v1", "widgets")).contains(V1);
    assertThat(catalogue.byPath("example.com", "v2", "widgets")).contains(V2);
    assertThat(catalogue.byQualifiedName("widgets.example.com")).contains(V2);
    assertThat(catalogue.stored(V1)).isEqualTo(V2);
    assertThat(catalogue.stored(V2)).isEqualTo(V2);
    assertThat(catalogue.conversion(V1)).isSameAs(RENAMED);
    assertThat(catalogue.conversion(V2)).isSameAs(Conversion.NONE);
  }

  @Test
  void whatIsInternalIsDecidedAndNotServed() {
    String standings = Catalogue.NAMESPACE_STANDINGS.qualifiedName();
    assertThat(catalogue.decided(standings)).contains(Catalogue.NAMESPACE_STANDINGS);
    assertThat(catalogue.byQualifiedName(standings)).isEmpty();
    assertThat(catalogue.served()).doesNotContain(Catalogue.NAMESPACE_STANDINGS);
  }

  @Test
  void aKindIsOnTheShardThatThisCatalogueSays() {
    assertThat(catalogue.shardOf(V2.key("default", "a"))).isEqualTo(Catalogue.EVENT_SHARD);
    assertThat(Catalogue.shardOf(V2.key("default", "a"))).isEqualTo(Catalogue.MAIN_SHARD);
  }

  @Test
  void entriesThatContradictEachOtherAreRefused() {
    refused(List.of(V2, V1), List.of(), "two kinds are called widgets.example.com");
    refused(
        List.of(V2),
        List.of(new FurtherVersion(V2, V2, RENAMED)),
        "two kinds are called example.com/v2/widgets");
    refused(
        List.of(Catalogue.PODS),
        List.of(new FurtherVersion(V1, V2, RENAMED)),
        "widgets.example.com is a version of widgets.example.com, which is not stored");
    assertThatThrownBy(() -> new ApiCatalogue(List.of(V2), List.of(), List.of(V2)))
        .hasMessage("widgets.example.com is stored and internal");
  }

  private static void refused(
      List<ResourceType> stored, List<FurtherVersion> further, String message) {
    assertThatThrownBy(() -> new ApiCatalogue(stored, further, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static ResourceType widgets(String version, int shard) {
    return new ResourceType(
        "example.com",
        version,
        "widgets",
        "widget",
        "Widget",
        List.of(),
        List.of(),
        true,
        Set.of(),
        shard,
        "com.example." + version + ".Widget");
  }
}
