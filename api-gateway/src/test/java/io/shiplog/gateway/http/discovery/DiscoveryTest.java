package io.shiplog.gateway.http.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {

  private static final String V2 =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String V2BETA1 =
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList";

  private final Discovery discovery = new Discovery(Catalogue.ALL, "127.0.0.1:6443");

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'" + V2 + "," + V2BETA1 + ",application/json', APIGroupDiscoveryList, '" + V2 + "'",
        "'" + V2BETA1 + ",application/json', APIGroupDiscoveryList, '" + V2BETA1 + "'",
        "'application/json, */*', APIGroupList, application/json",
        "'application/json;q=0.9," + V2 + "', APIGroupList, application/json",
        "none, APIGroupList, application/json",
      })
  void theFirstFormThatIsKnownIsGiven(String accept, String kind, String contentType) {
    Document document = discovery.apis(accept);
    assertThat(document.contentType()).isEqualTo(contentType);
    assertThat(json(document).path("kind").asText()).isEqualTo(kind);
  }

  @Test
  void theCoreGroupIsAloneUnderApi() {
    assertThat(json(discovery.api(null)).path("versions")).hasToString("[\"v1\"]");
    JsonNode items = json(discovery.api(V2)).path("items");
    assertThat(items).hasSize(1);
    assertThat(items.path(0).path("metadata").has("name")).isFalse();
    assertThat(json(discovery.apis(V2)).path("items").findValuesAsText("name"))
        .isNotEmpty()
        .doesNotContain("");
  }

  @Test
  void everyKindIsInBothForms() {
    for (ResourceType type : Catalogue.ALL) {
      JsonNode old = json(discovery.resources(type.group(), type.version()).orElseThrow());
      assertThat(old.path("groupVersion").asText()).isEqualTo(type.apiVersion());
      assertThat(names(old.path("resources"), "name")).contains(type.plural());
      Document all = type.group().isEmpty() ? discovery.api(V2) : discovery.apis(V2);
      assertThat(json(all).findValuesAsText("resource")).contains(type.plural());
    }
  }

  @Test
  void subresourcesSayWhichKindTheySpeak() {
    JsonNode apps = json(discovery.resources("apps", "v1").orElseThrow());
    JsonNode scale = named(apps.path("resources"), "deployments/scale");
    assertThat(scale)
        .isEqualTo(
            Json.parseObject(
                """
                {"name":"deployments/scale","singularName":"","namespaced":true,
                 "group":"autoscaling","version":"v1","kind":"Scale",
                 "verbs":["get","patch","update"]}"""));
    JsonNode core = json(discovery.resources("", "v1").orElseThrow());
    assertThat(named(core.path("resources"), "pods/binding").path("kind").asText())
        .isEqualTo("Binding");
    assertThat(named(core.path("resources"), "pods"))
        .isEqualTo(
            Json.parseObject(
                """
                {"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod",
                 "verbs":["create","delete","deletecollection","get","list","patch","update","watch"],
                 "shortNames":["po"],"categories":["all"]}"""));
  }

  @Test
  void aGroupNamesTheVersionItPrefers() {
    JsonNode apps = json(discovery.group("apps").orElseThrow());
    assertThat(apps.path("preferredVersion").path("groupVersion").asText()).isEqualTo("apps/v1");
    assertThat(discovery.group("")).isEmpty();
    assertThat(discovery.group("nothing.example")).isEmpty();
    assertThat(discovery.resources("apps", "v9")).isEmpty();
  }

  @Test
  void theVersionIsOneThatClientsParse() {
    JsonNode version = json(VersionDocument.of("abc", "2026-01-01T00:00:00Z", "linux/amd64"));
    assertThat(version.path("gitVersion").asText()).matches("v1\\.36\\.\\d+\\+shiplog");
    assertThat(version.path("minor").asText()).isEqualTo("36");
  }

  private static JsonNode json(Document document) {
    return Json.parse(document.body());
  }

  private static List<String> names(JsonNode list, String field) {
    return list.findValuesAsText(field);
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode entry : list) {
      if (entry.path("name").asText().equals(name)) {
        return entry;
      }
    }
    throw new AssertionError(name + " is not among " + list);
  }
}
