package io.shiplog.gateway.decide;

import static io.shiplog.gateway.decide.World.json;
import static io.shiplog.gateway.decide.World.key;
import static io.shiplog.gateway.decide.World.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private final World world = new World();

  @Test
  void createdObjectsGetTheirIdentity() {
    Outcome outcome =
        world.create(
            "deployments.apps/default/web",
            "{metadata: {uid: 'mine', generation: 7}, spec: {replicas: 2}}");

    assertThat(outcome.result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(outcome.results().getFirst().created()).isTrue();
    var metadata = world.get("deployments.apps/default/web").metadata();
    assertThat(metadata.path("uid").asText()).hasSize(36);
    assertThat(metadata.path("generation").asInt()).isEqualTo(1);
    assertThat(metadata.path("creationTimestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(metadata.path("namespace").asText()).isEqualTo("default");
    assertThat(metadata.path("resourceVersion").asText())
        .isEqualTo(Long.toString(outcome.results().getFirst().resourceVersion()));
    assertThat(world.text("deployments.apps/default/web", "apiVersion")).isEqualTo("apps/v1");
  }

  @Test
  void theSameUpdateTwiceChangesNothing() {
    world.create("configmaps/default/a", "{data: {x: '1'}}");
    assertThat(line(world.update("configmaps/default/a", "{data: {x: '2'}}")))
        .isEqualTo("ACCEPTED");
    long version = world.state.resourceVersion();
    assertThat(line(world.update("configmaps/default/a", "{data: {x: '2'}}")))
        .isEqualTo("UNCHANGED");
    assertThat(world.state.resourceVersion()).isEqualTo(version);
  }

  @Test
  void onlyAChangedWishRaisesTheGeneration() {
    String key = "deployments.apps/default/web";
    world.create(key, "{spec: {replicas: 1}}");
    world.on(key, "status", Verb.UPDATE, "{status: {replicas: 1}}");
    world.merge(key, "{metadata: {labels: {a: b}}}".replace("b}", "'b'}"));
    assertThat(world.get(key).generation()).isEqualTo(1);
    world.merge(key, "{spec: {replicas: 2}}");
    assertThat(world.get(key).generation()).isEqualTo(2);
    assertThat(world.get(key).status().path("replicas").asInt()).isEqualTo(1);
  }

  @Test
  void aCommandIsAcceptedWhollyOrNotAtAll() {
    Operation good =
        Operation.create(key("configmaps/default/a"), json("{}"), WriteOptions.DEFAULT);
    Operation bad = Operation.delete(key("configmaps/default/b"), Preconditions.NONE, null);
    assertThat(line(world.run(good, bad))).isEqualTo("404 NotFound: configmaps \"b\" not found");
    assertThat(world.has("configmaps/default/a")).isFalse();

    Operation again = Operation.delete(key("configmaps/default/a"), Preconditions.NONE, null);
    Outcome both = world.run(good, again);
    assertThat(line(both)).isEqualTo("ACCEPTED");
    assertThat(both.results())
        .extracting(Outcome.OperationResult::deleted)
        .containsExactly(false, true);
    assertThat(world.has("configmaps/default/a")).isFalse();
  }

  @Test
  void aDryRunAnswersAndChangesNothing() {
    WriteOptions dry = new WriteOptions("", false, true, "Ignore");
    long version = world.state.resourceVersion();
    Outcome outcome =
        world.run(Operation.create(key("configmaps/default/a"), json("{data: {}}"), dry));
    assertThat(outcome.result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(outcome.results().getFirst().object().path("metadata").path("name").asText())
        .isEqualTo("a");
    assertThat(world.has("configmaps/default/a")).isFalse();
    assertThat(world.state.resourceVersion()).isEqualTo(version);
  }

  @Test
  void aPodIsBoundOnce() {
    world.create("pods/default/web", "{spec: {containers: []}}");
    assertThat(line(bind("n1"))).isEqualTo("ACCEPTED");
    assertThat(world.text("pods/default/web", "spec", "nodeName")).isEqualTo("n1");
    assertThat(world.get("pods/default/web").conditionTrue("PodScheduled")).isTrue();
    assertThat(line(bind("n1"))).isEqualTo("UNCHANGED");
    assertThat(line(bind("n2")))
        .isEqualTo(
            "409 Conflict: Operation cannot be fulfilled on pods \"web\": pod web is already"
                + " assigned to node \"n1\"");
  }

  private Outcome bind(String node) {
    return world.on(
        "pods/default/web",
        "binding",
        Verb.CREATE,
        "{target: {kind: 'Node', name: '" + node + "'}}");
  }
}
