package io.shiplog.ledger.decide;

import static io.shiplog.ledger.decide.World.json;
import static io.shiplog.ledger.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import org.junit.jupiter.api.Test;

class SubresourceTest {

  private static final String POD = "pods/default/web";
  private static final String DEPLOYMENT = "deployments.apps/default/web";
  private final World world = new World();

  @Test
  void aPodIsBoundOnce() {
    world.create(POD, World.POD);
    assertThat(line(bind("{target: {kind: 'Pod', name: 'n1'}}"))).startsWith("422 Invalid: ");
    assertThat(line(bind("{target: {kind: 'Node'}}"))).startsWith("422 Invalid: Binding \"web\"");
    assertThat(line(bind("{metadata: {uid: 'former'}, target: {name: 'n1'}}")))
        .startsWith("409 Conflict: ");
    assertThat(line(bind("{target: {kind: 'Node', name: 'n1'}}"))).isEqualTo("ACCEPTED");
    assertThat(world.text(POD, "spec", "nodeName")).isEqualTo("n1");
    assertThat(world.get(POD).conditionTrue("PodScheduled")).isTrue();
    assertThat(world.get(POD).generation()).isEqualTo(1);
    assertThat(line(bind("{target: {name: 'n1'}}"))).isEqualTo("UNCHANGED");
    assertThat(line(bind("{target: {name: 'n2'}}")))
        .isEqualTo(
            "409 Conflict: Operation cannot be fulfilled on pods/binding \"web\": pod web is already"
                + " assigned to node \"n1\"");
    world.delete(POD);
    assertThat(line(bind("{target: {name: 'n1'}}")))
        .endsWith("pod web is being deleted, cannot be assigned to a host");
  }

  private Outcome bind(String binding) {
    return world.on(POD, "binding", Verb.CREATE, binding);
  }

  @Test
  void scaleSetsReplicas() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    assertThat(line(scale("{spec: {replicas: 5}}"))).isEqualTo("ACCEPTED");
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(5);
    assertThat(world.get(DEPLOYMENT).generation()).isEqualTo(2);
    assertThat(line(scale("{spec: {replicas: 5}}"))).isEqualTo("UNCHANGED");
    assertThat(line(scale("{metadata: {resourceVersion: '1'}, spec: {replicas: 6}}")))
        .startsWith("409 Conflict: ");
    assertThat(line(scale("{spec: {replicas: -1}}")))
        .isEqualTo(
            "422 Invalid: Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1:"
                + " must be greater than or equal to 0");
    world.patch(DEPLOYMENT, "scale", PatchType.MERGE, json("{spec: {replicas: 2}}"));
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(2);
    var patch = Json.array();
    patch.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", 3);
    world.patch(DEPLOYMENT, "scale", PatchType.JSON, patch);
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(3);
  }

  @Test
  void anAppliedScaleOwnsTheReplicas() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    world.patch(DEPLOYMENT, "scale", PatchType.MERGE, json("{spec: {replicas: 2}}"));
    Outcome refused = applyScale("{spec: {replicas: 3}}", false);
    assertThat(line(refused)).startsWith("409 Conflict: Apply failed with 1 conflict");
    assertThat(line(applyScale("{spec: {replicas: 3}}", true))).isEqualTo("ACCEPTED");
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt()).isEqualTo(3);
    assertThat(line(applyScale("{spec: {replicas: -3}}", true))).startsWith("422 Invalid: Scale.");
    assertThat(line(applyScale("{spec: {size: 3}}", true))).startsWith("400 ");
    assertThat(line(applyScale("{}", true))).isEqualTo("ACCEPTED");
    assertThat(world.get(DEPLOYMENT).spec().path("replicas").asInt(-1)).isZero();
  }

  private Outcome applyScale(String scale, boolean force) {
    return world.run(
        Command.of(
            "apply" + scale + force,
            UserInfo.controller("admin"),
            Operation.patch(
                Catalogue.DEPLOYMENTS.key("default", "web"),
                "scale",
                PatchType.APPLY,
                json(scale),
                Preconditions.NONE,
                new WriteOptions("hpa", force, false, "Strict"))));
  }

  private Outcome scale(String scale) {
    return world.on(DEPLOYMENT, "scale", Verb.UPDATE, scale);
  }

  @Test
  void aScaleShowsWishAndReality() {
    world.create(DEPLOYMENT, World.DEPLOYMENT);
    world.on(DEPLOYMENT, "status", Verb.UPDATE, "{status: {replicas: 1}}");
    var scale = Scales.of(world.get(DEPLOYMENT));
    assertThat(scale.path("spec")).isEqualTo(json("{replicas: 1}"));
    assertThat(scale.path("status")).isEqualTo(json("{replicas: 1, selector: 'a=b'}"));
  }
}
