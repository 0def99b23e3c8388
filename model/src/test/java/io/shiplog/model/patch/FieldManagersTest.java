package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the records of the writers say, and what may be asked of them. */
class FieldManagersTest extends ManagedObject {

  @Test
  void aStatusIsOwnedThroughItsOwnDoor() {
    apply("a", "{'replicas':2}");
    ObjectNode reported = live.deepCopy();
    reported.putObject("status").put("phase", "Up");
    store("controller", "status", reported);
    JsonNode entry = entry("controller", "Update");
    assertThat(entry.path("subresource").asText()).isEqualTo("status");
    assertThat(entry.path("fieldsV1")).isEqualTo(json("{'f:status':{'.':{},'f:phase':{}}}"));
    // what the main door says of status is nobody's
    ObjectNode config = whole("{'replicas':2}");
    config.putObject("status").put("phase", "Down");
    ObjectNode before = live;
    live =
        FieldManagement.apply(
            TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, config, writer("a", ""), false);
    assertThat(live).isEqualTo(before);
    config.putObject("status").put("phase", "Down");
    expectConflict(
        () ->
            FieldManagement.apply(
                TestSchemas.SOURCE,
                TestSchemas.DEPLOYMENT,
                live,
                config,
                writer("a", "status"),
                false),
        "Apply failed with 1 conflict: conflict with \"controller\" with subresource \"status\""
            + " using apps/v1: .status.phase");
  }

  @Test
  void whatWasThereBeforeTheFirstApplyHasAnOwnerToo() {
    live = whole("{'replicas':2,'paused':true}");
    expectConflict(
        () -> apply("a", "{'replicas':3}"),
        "Apply failed with 1 conflict: conflict with \"before-first-apply\" using apps/v1:"
            + " .spec.replicas");
    apply("a", "{'replicas':2}");
    expectOwned("before-first-apply", "Update", "{'f:spec':{'f:paused':{},'f:replicas':{}}}");
  }

  @Test
  void objectsWithoutManagersStaySoUntilTheyAreApplied() {
    live = whole("{'replicas':2}");
    update("u", "{'replicas':3}");
    assertThat(live.get("metadata").has("managedFields")).isFalse();
  }

  @Test
  void aWriterMayBringOrClearManagedFields() {
    update("u", "{'replicas':2}");
    ObjectNode moved = live.deepCopy();
    ((ObjectNode) moved.at("/metadata/managedFields/0")).put("manager", "kubectl");
    ((ObjectNode) moved.at("/metadata/managedFields/0")).put("operation", "Apply");
    store("x", "", moved);
    expectOwned("kubectl", "Apply", "{'f:spec':{'f:replicas':{}}}");
    assertThat(Json.at(live, "metadata", "managedFields").size()).isEqualTo(1);
    ObjectNode cleared = live.deepCopy();
    ((ObjectNode) cleared.get("metadata")).putArray("managedFields").addObject();
    store("x", "", cleared);
    assertThat(live.get("metadata").has("managedFields")).isFalse();
  }

  @Test
  void kubectlGoesFromClientSideToServerSideApply() {
    String annotation = "kubectl.kubernetes.io/last-applied-configuration";
    ObjectNode csa = whole("{'replicas':2,'paused':true}");
    Json.ensure(csa, "metadata", "annotations")
        .put(annotation, whole("{'replicas':2,'paused':true}").toString());
    store("kubectl-client-side-apply", "", csa);
    apply("kubectl", "{'replicas':3,'paused':true}"); // no conflict: it was kubectl's before
    assertThat(live.at("/spec/replicas").asInt()).isEqualTo(3);
    ObjectNode annotated = Json.parseObject(Json.text(live, "metadata", "annotations", annotation));
    assertThat(annotated.at("/spec/replicas").asInt()).isEqualTo(3);
    update("scaler", "{'replicas':9,'paused':true}");
    expectConflict(
        () -> apply("kubectl", "{'replicas':3,'paused':true}"),
        "Apply failed with 1 conflict: conflict with \"scaler\" using apps/v1: .spec.replicas");
  }

  @Test
  void manyUpdatersBecomeFew() {
    update("u", "{'replicas':1}");
    for (int i = 0; i < 15; i++) {
      ObjectNode labelled = live.deepCopy();
      Json.ensure(labelled, "metadata", "labels").put("l" + i, "x");
      store("l" + i, "", labelled);
    }
    assertThat(Json.at(live, "metadata", "managedFields").size())
        .isEqualTo(Managers.MAX_UPDATE_MANAGERS);
    FieldSet all = Managers.of(live).orElseThrow().all().below("f:metadata").below("f:labels");
    for (int i = 0; i < 15; i++) {
      assertThat(all.has("f:l" + i)).isTrue();
    }
    assertThat(entry("ancient-changes", "Update").path("time").asText())
        .isEqualTo("2026-01-02T03:04:11Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'bogus':1}|.spec.bogus: field not declared in schema",
        "{'replicas':'x'}|.spec.replicas: expected numeric (int or float), got \"x\"",
        "{'strategy':7}|.spec.strategy: expected map, got 7",
        "{C[{'name':'c'},{'name':'c'}]C}|.spec.template.spec.containers:"
            + " duplicate entries for key [name=\"c\"]",
        "{C[{'image':'c'}]C}|.spec.template.spec.containers: element 0: associative list has an"
            + " element without its key fields",
        "{'a':1,'b':2}|errors:\n  .spec.a: field not declared in schema\n"
            + "  .spec.b: field not declared in schema",
      })
  void aConfigurationMustFitTheSchema(String row) {
    String[] parts = row.split("\\|");
    assertThatThrownBy(() -> apply("a", parts[0]))
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.status())
                    .isEqualTo(
                        Status.badRequest(
                            "failed to create typed patch object (/web; apps/v1,"
                                + " Kind=Deployment): "
                                + parts[1])));
  }

  @Test
  void anApplyMayNotBringManagedFieldsAndNeedsAManager() {
    ObjectNode config = whole("{}");
    Json.ensure(config, "metadata").putArray("managedFields").addObject().put("manager", "x");
    assertThatThrownBy(
            () ->
                FieldManagement.apply(
                    TestSchemas.SOURCE,
                    TestSchemas.DEPLOYMENT,
                    null,
                    config,
                    writer("a", ""),
                    false))
        .hasMessage("metadata.managedFields must be nil");
    assertThatThrownBy(() -> apply("", "{}"))
        .hasMessage(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                + " for apply patch");
  }

  @Test
  void nullsInAConfigurationSayNothing() {
    apply("a", "{'replicas':2,'paused':null}");
    expectSpec("{'replicas':2}");
    expectOwned("a", "Apply", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void nothingGivenIsChanged() {
    apply("a", "{'replicas':2,C[{'name':'c'}]C}");
    ObjectNode before = live.deepCopy();
    ObjectNode given = live;
    apply("a", "{'replicas':3,C[{'name':'d'}]C}");
    update("u", "{'replicas':4}");
    assertThat(given).isEqualTo(before);
  }
}
