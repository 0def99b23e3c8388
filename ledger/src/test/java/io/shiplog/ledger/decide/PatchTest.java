package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.json;
import static io.shiplog.ledger.decide.World.key;
import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.WriteOptions;
import org.junit.jupiter.api.Test;

class PatchTest {

  private static final String MAP = "configmaps/default/a";
  private static final String DEPLOYMENT = "deployments.apps/default/web";
  private final World world = new World();

  @Test
  void mergePatchesChangeAndRemove() {
    world.create(MAP, "{data: {x: '1', y: '2'}}");
    assertThat(line(world.merge(MAP, "{data: {x: '3', y: null}}"))).isEqualTo("ACCEPTED");
    assertThat(world.get(MAP).at("data")).isEqualTo(json("{x: '3'}"));
    assertThat(line(world.merge(MAP, "{}"))).isEqualTo("UNCHANGED");
    assertThat(line(world.merge("configmaps/default/b", "{}")))
        .isEqualTo("404 NotFound: configmaps \"b\" not found");
  }

  @Test
  void aResourceVersionInAPatchIsAPrecondition() {
    world.create(MAP, "{}");
    assertThat(line(world.merge(MAP, "{metadata: {resourceVersion: '1'}, data: {x: '1'}}")))
        .startsWith("409 Conflict: ");
    String now = Long.toString(world.get(MAP).resourceVersion());
    assertThat(
            line(world.merge(MAP, "{metadata: {resourceVersion: '" + now + "'}, data: {x: '1'}}")))
        .isEqualTo("ACCEPTED");
  }

  @Test
  void jsonPatchesTestAndReplace() {
    world.create(MAP, "{data: {x: '1'}}");
    var patch = Json.array();
    patch.addObject().put("op", "test").put("path", "/data/x").put("value", "1");
    patch.addObject().put("op", "replace").put("path", "/data/x").put("value", "2");
    assertThat(line(world.patch(MAP, "", PatchType.JSON, patch))).isEqualTo("ACCEPTED");
    assertThat(world.text(MAP, "data", "x")).isEqualTo("2");
    assertThat(line(world.patch(MAP, "", PatchType.JSON, patch))).startsWith("422 Invalid: ");
  }

  @Test
  void strategicPatchesMergeListsByKey() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    var patch = json("{spec: {template: {spec: {containers: [{name: 'd', image: 'j'}]}}}}");
    assertThat(line(world.patch(DEPLOYMENT, "", PatchType.STRATEGIC, patch))).isEqualTo("ACCEPTED");
    assertThat(world.get(DEPLOYMENT).at("spec", "template", "spec", "containers")).hasSize(2);
  }

  @Test
  void applyMakesChangesAndConflicts() {
    Outcome made = apply("one", "{data: {x: '1', y: '1'}}", false);
    assertThat(made.results().getFirst().created()).isTrue();
    assertThat(line(apply("one", "{data: {x: '1', y: '1'}}", false))).isEqualTo("UNCHANGED");
    assertThat(line(apply("two", "{data: {x: '2'}}", false)))
        .startsWith("409 Conflict: Apply failed with 1 conflict");
    assertThat(line(apply("two", "{data: {x: '2'}}", true))).isEqualTo("ACCEPTED");
    assertThat(line(apply("one", "{data: {}}", false))).isEqualTo("ACCEPTED");
    assertThat(world.get(MAP).at("data")).isEqualTo(json("{x: '2'}"));
    assertThat(world.get(MAP).at("metadata", "managedFields").findValuesAsText("operation"))
        .contains("Apply");
  }

  /**
   * Every Namespace that helm 4, Argo CD or Flux makes: it owns nothing, and says so by silence.
   */
  @Test
  void anApplyThatOwnsNothingLeavesNoManagedFields() {
    Outcome made = apply("one", "{}", false);
    assertThat(made.results().getFirst().created()).isTrue();
    assertThat(world.get(MAP).metadata().has("managedFields")).isFalse();
    assertThat(line(apply("one", "{}", false))).isEqualTo("UNCHANGED");
    assertThat(line(apply("one", "{data: {x: '1'}}", false))).isEqualTo("ACCEPTED");
    assertThat(line(apply("one", "{}", false))).isEqualTo("ACCEPTED");
    assertThat(world.get(MAP).metadata().has("managedFields")).isFalse();
  }

  @Test
  void applyToANameOfSomeoneElsesChoosing() {
    assertThat(line(apply("", "{data: {}}", false))).startsWith("4");
    world.create("namespaces//going", "{}");
    world.delete("namespaces//going");
    Operation late =
        Operation.patch(
            key("configmaps/going/a"), "", PatchType.APPLY, json("{}"), null, by("one", false));
    assertThat(line(world.run(late))).startsWith("403 Forbidden: ");
  }

  private Outcome apply(String manager, String body, boolean force) {
    return world.run(
        Operation.patch(key(MAP), "", PatchType.APPLY, json(body), null, by(manager, force)));
  }

  private static WriteOptions by(String manager, boolean force) {
    return new WriteOptions(manager, force, false, "Ignore");
  }
}
