package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static io.shiplog.model.patch.PatchesTest.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldManagementTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

  private ObjectNode live;
  private int seconds;

  /** Applies a spec and moves the clock on. */
  private void apply(String manager, String spec) {
    apply(manager, spec, false);
  }

  private void apply(String manager, String spec, boolean force) {
    live =
        FieldManagement.apply(
            TestSchemas.SOURCE,
            TestSchemas.DEPLOYMENT,
            live,
            whole(spec),
            writer(manager, ""),
            force);
  }

  private void update(String manager, String spec) {
    store(manager, "", whole(spec));
  }

  /** Stores an object as an update; what it does not say of managedFields comes from live. */
  private void store(String manager, String subresource, ObjectNode after) {
    live =
        FieldManagement.recordUpdate(
            TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, after, writer(manager, subresource));
  }

  private Writer writer(String manager, String subresource) {
    return new Writer(manager, subresource, START.plusSeconds(seconds++));
  }

  private static ObjectNode whole(String spec) {
    return object(
        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'},'spec':"
            + containers(spec)
            + "}");
  }

  /** {@code C[…]} stands for the containers of the pod template. */
  private static String containers(String spec) {
    return spec.replaceAll("C(\\[.*\\])C", "'template':{'spec':{'containers':$1}}");
  }

  private void expectSpec(String spec) {
    assertThat(live.get("spec")).isEqualTo(json(containers(spec)));
  }

  private void expectOwned(String manager, String operation, String fields) {
    assertThat(entry(manager, operation).path("fieldsV1")).isEqualTo(json(fields));
  }

  private JsonNode entry(String manager, String operation) {
    for (JsonNode entry : Json.at(live, "metadata", "managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals(operation)) {
        return entry;
      }
    }
    return Json.object().path("none");
  }

  private void expectConflict(Runnable apply, String message) {
    assertThatThrownBy(apply::run)
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(409);
              assertThat(e.status().message()).isEqualTo(message);
              assertThat(e.status().details().causes())
                  .isNotEmpty()
                  .allMatch(cause -> cause.reason().equals("FieldManagerConflict"));
            });
  }

  @Test
  void anApplyOwnsWhatItSays() {
    apply("a", "{'replicas':2,C[{'name':'c','image':'i'}]C}");
    expectSpec("{'replicas':2,C[{'name':'c','image':'i'}]C}");
    assertThat(entry("a", "Apply"))
        .isEqualTo(
            object(
                "{'manager':'a','operation':'Apply','apiVersion':'apps/v1',"
                    + "'time':'2026-01-02T03:04:05Z','fieldsType':'FieldsV1','fieldsV1':"
                    + "{'f:spec':{'f:replicas':{},'f:template':{'f:spec':{'f:containers':"
                    + "{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:image':{},'f:name':{}}}}}}}}"));
  }

  @Test
  void applyingTheSameTwiceChangesNothing() {
    apply("a", "{'replicas':2,C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    ObjectNode first = live;
    apply("a", "{'replicas':2,C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    assertThat(live).isEqualTo(first);
  }

  @Test
  void defaultsFilledInBetweenAreNobodysAndStay() {
    apply("a", "{C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    ObjectNode defaulted = live.deepCopy();
    ((ObjectNode) defaulted.get("spec")).put("replicas", 1);
    ((ObjectNode) defaulted.at("/spec/template/spec/containers/0/ports/0")).put("protocol", "TCP");
    live = defaulted;
    apply("a", "{C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    assertThat(live).isEqualTo(defaulted);
    apply("b", "{'replicas':3}");
    expectSpec("{C[{'name':'c','ports':[{'containerPort':80,'protocol':'TCP'}]}]C,'replicas':3}");
  }

  @Test
  void whatIsNoLongerAppliedGoesUnlessOthersOwnIt() {
    apply("a", "{'replicas':2,'paused':true,C[{'name':'c','image':'i'},{'name':'d'}]C}");
    apply("b", "{'replicas':2}");
    apply("a", "{C[{'name':'c'}]C}");
    expectSpec("{'replicas':2,C[{'name':'c'}]C}");
    expectOwned("b", "Apply", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void aStructureGoesWithItsLastOwner() {
    apply("a", "{'replicas':1,'strategy':{'type':'Recreate'}}");
    apply("a", "{'replicas':1}");
    expectSpec("{'replicas':1}");
    apply("a", "{}");
    expectSpec("{}"); // the configuration says there is one
  }

  @Test
  void anotherValueForAnOwnedFieldIsAConflict() {
    update("kubectl-client-side-apply", "{'replicas':2}");
    expectConflict(
        () -> apply("a", "{'replicas':3}"),
        "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1:"
            + " .spec.replicas");
    apply("a", "{'replicas':2}"); // the same value is not
    apply("b", "{'replicas':2}");
    expectConflict(
        () -> apply("b", "{'replicas':3}"),
        "Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.replicas\n"
            + "conflicts with \"kubectl-client-side-apply\" using apps/v1:\n- .spec.replicas");
  }

  @Test
  void forceTakesTheFieldFromItsOwners() {
    update("u", "{'replicas':2,'paused':true}");
    apply("a", "{'replicas':2}");
    apply("b", "{'replicas':5}", true);
    expectSpec("{'replicas':5,'paused':true}");
    expectOwned("u", "Update", "{'f:spec':{'f:paused':{}}}");
    assertThat(entry("a", "Apply").isMissingNode()).isTrue();
    expectOwned("b", "Apply", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void anUpdateTakesWhatItChanges() {
    apply("a", "{'replicas':2,'paused':true}");
    update("u", "{'replicas':3,'paused':true}");
    expectOwned("a", "Apply", "{'f:spec':{'f:paused':{}}}");
    expectOwned("u", "Update", "{'f:spec':{'f:replicas':{}}}");
    assertThat(entry("u", "Update").path("time").asText()).isEqualTo("2026-01-02T03:04:06Z");
    ObjectNode before = live;
    store("u", "", live);
    assertThat(live).isEqualTo(before); // nothing changed: not even the time
    update("u", "{'replicas':3}"); // removes a field of another
    assertThat(entry("a", "Apply").isMissingNode()).isTrue();
    expectOwned("u", "Update", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void conflictsInListsNameTheEntry() {
    update("u", "{C[{'name':'c','image':'1','ports':[{'containerPort':80,'hostPort':1}]}]C}");
    expectConflict(
        () ->
            apply(
                "a", "{C[{'name':'c','image':'2','ports':[{'containerPort':80,'hostPort':2}]}]C}"),
        "Apply failed with 2 conflicts: conflicts with \"u\" using apps/v1:\n"
            + "- .spec.template.spec.containers[name=\"c\"].image\n"
            + "- .spec.template.spec.containers[name=\"c\"]"
            + ".ports[containerPort=80,protocol=\"TCP\"].hostPort");
  }

  @Test
  void appliedEntriesKeepTheirOrderAndOthersTheirPlace() {
    update("u", "{C[{'name':'a'},{'name':'x'},{'name':'b'}]C}");
    apply("m", "{C[{'name':'b'},{'name':'n'},{'name':'a'}]C}");
    // b stands where the list comes to the first shared entry
    expectSpec("{C[{'name':'b'},{'name':'n'},{'name':'a'},{'name':'x'}]C}");
    apply("m", "{C[{'name':'n'},{'name':'a'}]C}");
    // b was there before m and still is u's
    assertThat(live.at("/spec/template/spec/containers").size()).isEqualTo(4);
  }

  @Test
  void setsAreOwnedValueByValue() {
    live = metadata("'finalizers':['a/x','b/y']", "one");
    live = metadata("'finalizers':['b/y','c/z']", "two");
    assertThat(Json.at(live, "metadata", "finalizers")).isEqualTo(json("['a/x','b/y','c/z']"));
    expectOwned(
        "two", "Apply", "{'f:metadata':{'f:finalizers':{'v:\\'b/y\\'':{},'v:\\'c/z\\'':{}}}}");
    live = metadata("'labels':{'l':'1'}", "one");
    assertThat(Json.at(live, "metadata", "finalizers")).isEqualTo(json("['b/y','c/z']"));
    live = metadata("'labels':{'l':'1'}", "two");
    assertThat(live.get("metadata").has("finalizers")).isFalse();
    assertThat(Json.text(live, "metadata", "labels", "l")).isEqualTo("1");
  }

  private ObjectNode metadata(String fields, String manager) {
    return FieldManagement.apply(
        TestSchemas.SOURCE,
        TestSchemas.DEPLOYMENT,
        live,
        object(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"
                + fields
                + "}}"),
        writer(manager, ""),
        false);
  }

  @Test
  void atomicListsAndMapsAreOneField() {
    apply("a", "{C[{'name':'c','args':['x','y']}]C}");
    expectConflict(
        () -> apply("b", "{C[{'name':'c','args':['x']}]C}"),
        "Apply failed with 1 conflict: conflict with \"a\":"
            + " .spec.template.spec.containers[name=\"c\"].args");
    apply("a", "{'template':{'spec':{'nodeSelector':{'k':'1','l':'2'}}}}");
    apply("a", "{'template':{'spec':{'nodeSelector':{'l':'2'}}}}");
    expectSpec("{'template':{'spec':{'nodeSelector':{'l':'2'}}}}");
    expectOwned("a", "Apply", "{'f:spec':{'f:template':{'f:spec':{'f:nodeSelector':{}}}}}");
  }

  @Test
  void anEmptyStructureIsAFieldOfItsOwn() {
    apply("a", "{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    expectSpec("{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    ObjectNode first = live;
    apply("a", "{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    assertThat(live).isEqualTo(first);
  }

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
