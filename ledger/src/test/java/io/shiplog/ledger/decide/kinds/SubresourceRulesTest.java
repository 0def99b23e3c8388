package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.KindRules;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may write which half of an object. */
class SubresourceRulesTest {

  /** A kind that has no rules of its own. */
  private static final ResourceType PLAIN =
      new ResourceType(
          "example.com",
          "v1",
          "things",
          "thing",
          "Thing",
          List.of(),
          List.of(),
          true,
          Set.of("status"),
          0,
          "");

  static List<ResourceType> kindsWithStatus() {
    List<ResourceType> kinds = new java.util.ArrayList<>(List.of(PLAIN));
    Catalogue.ALL.stream().filter(type -> type.has("status")).forEach(kinds::add);
    return kinds;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kindsWithStatus")
  void mainWritesKeepTheStatusAndStatusWritesKeepTheRest(ResourceType type) {
    KindRules rules = Rules.of(type);
    KubeObject current =
        new KubeObject(
            Manifests.object(
                "{metadata: {name: x, labels: {a: old}}, spec: {s: old}, status: {t: old}}"));
    ObjectNode desired =
        Manifests.object(
            "{metadata: {name: x, labels: {a: new}, managedFields: [{manager: m}]}, spec: {s: new},"
                + " status: {t: new}}");

    ObjectNode main = desired.deepCopy();
    rules.prepareForUpdate(main, current);
    assertThat(main.path("status").path("t").asText()).isEqualTo("old");
    assertThat(main.path("metadata").path("labels").path("a").asText()).isEqualTo("new");

    ObjectNode status = desired.deepCopy();
    rules.prepareForStatusUpdate(status, current);
    assertThat(status.path("status").path("t").asText()).isEqualTo("new");
    assertThat(status.path("spec").path("s").asText()).isEqualTo("old");
    assertThat(status.path("metadata").path("labels").path("a").asText())
        .isEqualTo(type == Catalogue.DEPLOYMENTS ? "old" : "new");
    assertThat(status.path("metadata").path("managedFields").path(0).path("manager").asText())
        .isEqualTo("m");
    assertThat(current.json().path("metadata").has("managedFields")).isFalse();
  }

  @Test
  void aCreatorDoesNotSetTheStatusButANodeDoes() {
    ObjectNode thing = Manifests.object("{status: {t: mine}}");
    Rules.of(PLAIN).prepareForCreate(thing);
    assertThat(thing.has("status")).isFalse();
    ObjectNode node = Manifests.object("{status: {t: mine}}");
    Rules.of(Catalogue.NODES).prepareForCreate(node);
    assertThat(node.path("status").path("t").asText()).isEqualTo("mine");
  }

  @Test
  void aPodsAddressesAgree() {
    KubeObject pod =
        Manifests.created(
            Manifests.object(
                "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c}]}}"));
    ObjectNode update =
        Manifests.changed(
            pod.json(), "status: {qosClass: null, phase: Running, podIP: 10.244.0.9}");
    Rules.of(Catalogue.PODS).prepareForStatusUpdate(update, pod);
    assertThat(update.path("status"))
        .isEqualTo(
            Manifests.yaml(
                "{qosClass: BestEffort, phase: Running, podIP: 10.244.0.9, podIPs: [{ip:"
                    + " 10.244.0.9}]}"));
  }
}
