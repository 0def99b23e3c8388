package io.shiplog.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands of every sort in any order: whatever they become, the facts alone rebuild the state,
 * down to who holds which address, and {@link World} sees the versions rise by one.
 */
class ReplayPropertyTest {

  private static final int COMMANDS = 400;
  private static final List<String> KEYS =
      List.of(
          "configmaps/default/a",
          "configmaps/team/a",
          "pods/default/a",
          "pods/team/b",
          "deployments.apps/default/a",
          "services/default/a",
          "services/default/b",
          "services/team/c",
          "nodes//n1",
          "nodes//n2",
          "namespaces//team");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void factsAloneRebuildTheState(long seed) {
    Random random = new Random(seed);
    World world = new World();
    for (int i = 0; i < COMMANDS; i++) {
      Operation[] operations = new Operation[1 + random.nextInt(2)];
      for (int n = 0; n < operations.length; n++) {
        operations[n] = operation(random);
      }
      world.passes(random.nextInt(20));
      world.run(operations);
    }
    LedgerState replayed = new LedgerState();
    long accepted = 0;
    for (Decision decision : world.decisions()) {
      decision.facts().forEach(replayed::replay);
      accepted += decision.facts().size();
    }
    assertThat(accepted).as("enough was accepted for this to mean something").isGreaterThan(70);
    assertThat(replayed.resourceVersion()).isEqualTo(accepted);
    assertThat(contents(replayed)).isEqualTo(contents(world.state));
  }

  /** Objects, and the holders of all that they claim. */
  private static List<Object> contents(LedgerState state) {
    List<Object> contents = new ArrayList<>();
    for (ObjectKey key : state.keys()) {
      KubeObject object = state.get(key).orElseThrow();
      contents.add(object);
      for (String claim : Claims.of(key, object)) {
        assertThat(state.holder(claim)).as(claim).contains(key);
      }
    }
    return contents;
  }

  private static Operation operation(Random random) {
    ObjectKey key = World.key(KEYS.get(random.nextInt(KEYS.size())));
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> Operation.create(key, World.json(body(random, key)), options(random));
      case 3 -> Operation.update(key, World.json(body(random, key)), options(random));
      case 4, 5 ->
          Operation.patch(
              key, "", PatchType.MERGE, World.json(patch(random)), null, options(random));
      case 6 ->
          Operation.patch(
              key, "", PatchType.APPLY, World.json(body(random, key)), null, options(random));
      case 7 ->
          new Operation(
              Verb.UPDATE,
              key,
              "status",
              null,
              World.json("{status: {phase: 'Running'}}"),
              null,
              null,
              null);
      case 8 ->
          new Operation(
              Verb.CREATE,
              key,
              "binding",
              null,
              Json.object().set("target", Json.object().put("name", "n1")),
              null,
              null,
              null);
      default -> Operation.delete(key, Preconditions.NONE, policy(random));
    };
  }

  private static WriteOptions options(Random random) {
    return new WriteOptions("manager-" + random.nextInt(3), random.nextBoolean(), false, "Ignore");
  }

  private static DeletePolicy policy(Random random) {
    List<String> propagations = List.of("", "Background", "Foreground", "Orphan");
    return new DeletePolicy(
        random.nextBoolean() ? null : (long) random.nextInt(3),
        propagations.get(random.nextInt(propagations.size())));
  }

  private static String patch(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "{metadata: {finalizers: null}}";
      case 1 -> "{metadata: {finalizers: ['example.org/x']}}";
      case 2 -> "{metadata: {labels: {a: '" + random.nextInt(3) + "'}}}";
      default -> "{spec: {type: 'NodePort'}}";
    };
  }

  private static String body(Random random, ObjectKey key) {
    return switch (key.resource()) {
      case "pods" -> World.POD;
      case "deployments.apps" -> World.DEPLOYMENT;
      case "services" ->
          "{spec: {type: '"
              + (random.nextBoolean() ? "NodePort" : "ClusterIP")
              + "', ports: [{port: "
              + (80 + random.nextInt(2))
              + "}]}}";
      case "configmaps" -> "{data: {x: '" + random.nextInt(3) + "'}}";
      default -> "{}";
    };
  }
}
