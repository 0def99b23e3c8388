package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.simulator.invariant.Invariants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A large cluster that is full of pods, driven from outside, for whoever measures: a storm of
 * steps, or calm in which time passes and nodes, services and gateways look after what is there.
 * Every invariant is checked after every step, as in any history.
 */
public final class Crowd {

  private static final int PODS_EACH = 25;
  private static final int MOST_TICKS = 200;
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final UserInfo ADMIN = new UserInfo("kubernetes-admin", List.of("system:masters"));

  private final Simulation simulation;
  private final Cluster cluster;
  private int steps;

  /**
   * Fills a cluster of 50 nodes.
   *
   * @param pods how many pods, rounded down to whole Deployments of 25
   * @throws IllegalStateException if they do not run within half an hour of the cluster's time
   */
  public Crowd(long seed, int pods) {
    Script script = new Script(seed, Shape.STEADY, 0, StepSet.NONE);
    this.simulation =
        new Simulation(
            script, new Simulation.Setting(UnaryOperator.identity(), Invariants.all(), null));
    this.cluster = simulation.cluster();
    calm(TICK);
    for (int number = 1; number <= pods / PODS_EACH; number++) {
      send(deployment("crowd-" + number));
    }
    int desired = pods / PODS_EACH * PODS_EACH;
    for (int tick = 0; running() < desired; tick++) {
      if (tick == MOST_TICKS) {
        throw new IllegalStateException(running() + " of " + desired + " containers run");
      }
      calm(TICK);
    }
  }

  /** How many containers run. */
  public int running() {
    return cluster.nodes.stream()
        .mapToInt(
            node -> (int) node.runtime().containers().stream().filter(c -> c.running()).count())
        .sum();
  }

  /** Makes as many steps; how much time passed in them. */
  public Duration storm(int howMany) {
    Instant start = cluster.clock.now();
    for (int made = 0; made < howMany; made++) {
      steps++;
      simulation.step(steps);
    }
    return Duration.between(start, cluster.clock.now());
  }

  /** Lets time pass, in which nobody wants anything and nothing goes wrong. */
  public void calm(Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
      simulation.guarded(
          () -> {
            cluster.pass(TICK);
            cluster.settle();
          });
    }
  }

  private void send(ObjectNode deployment) {
    String name = deployment.path("metadata").path("name").asText();
    cluster.send(
        Command.of(
            name,
            ADMIN,
            Operation.create(
                Catalogue.DEPLOYMENTS.key("default", name),
                deployment,
                WriteOptions.by("kubectl"))));
  }

  private static ObjectNode deployment(String name) {
    return Json.parseObject(
        """
        {"apiVersion":"apps/v1","kind":"Deployment",
         "metadata":{"name":"%1$s","namespace":"default"},
         "spec":{"replicas":%2$d,"selector":{"matchLabels":{"crowd":"%1$s"}},
          "template":{"metadata":{"labels":{"crowd":"%1$s"}},
           "spec":{"containers":[{"name":"main","image":"app:1"}]}}}}
        """
            .formatted(name, PODS_EACH));
  }
}
