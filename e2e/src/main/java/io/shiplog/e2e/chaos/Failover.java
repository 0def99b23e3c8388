package io.shiplog.e2e.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.e2e.chaos.workload.Scaling;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.SpreadCluster;
import io.shiplog.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long work stands still when a leader is killed: from the kill to the next accepted
 * write, the next binding, the next pod of a Deployment that was scaled. Each time the killed
 * process is started again and everything comes to rest before the next.
 */
final class Failover {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration REST = Duration.ofSeconds(4);
  private static final Duration GOAL = Duration.ofSeconds(3);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Options options;
  private final Screen screen;
  private final Arrangement arrangement;
  private final SpreadCluster cluster;
  private int number;

  private Failover(Options options, Screen screen, Arrangement arrangement) {
    this.options = options;
    this.screen = screen;
    this.arrangement = arrangement;
    this.cluster = arrangement.cluster();
  }

  /** Finds out whom to kill. */
  private interface Victim {
    String name() throws Exception;
  }

  /** Does what only a successor can complete; returns when it is complete. */
  private interface Work {
    void complete(Api api) throws Exception;
  }

  /**
   * Measures and shows a table; the figures also go to a file. Always well: figures are no test.
   */
  static boolean run(Options options) throws Exception {
    Screen screen = new Screen(System.out);
    try (Arrangement arrangement = Arrangement.start(options, screen)) {
      return new Failover(options, screen, arrangement).measureAll();
    }
  }

  private boolean measureAll() throws Exception {
    Scaling.prepare(cluster.api("gateway-1"), cluster.kafka());
    List<Figures> all =
        List.of(
            measure("ledger: next accepted write", cluster::gatewayThatLeadsTheLedger, this::write),
            measure(
                "scheduler: next binding",
                () -> cluster.processThatRuns("scheduler-service"),
                this::bind),
            measure(
                "controllers: next pod of a scaled Deployment",
                () -> cluster.processThatRuns("deployment-service"),
                this::scale));
    ArrayNode rows = Json.MAPPER.createArrayNode();
    screen.say("from kill -9 to …, in milliseconds; %d each", options.failover());
    screen.say("%-46s %8s %8s %8s   goal", "", "median", "least", "most");
    for (Figures one : all) {
      rows.add(one.json());
      screen.say(
          "%-46s %8d %8d %8d   %s",
          one.what(),
          one.median(),
          one.millis().getFirst(),
          one.millis().getLast(),
          one.millis().getLast() <= GOAL.toMillis() ? "met" : "missed");
    }
    Path file = options.folder().resolve("failover.json");
    Files.writeString(file, rows.toPrettyString());
    screen.say("also in %s", file);
    return true;
  }

  private Figures measure(String what, Victim victim, Work work) throws Exception {
    List<Long> millis = new ArrayList<>();
    while (millis.size() < options.failover()) {
      arrangement.awaitAll();
      TimeUnit.MILLISECONDS.sleep(REST.toMillis());
      String name = Await.until(what, PATIENCE, victim::name, n -> !n.isEmpty());
      Api api = cluster.api(name.equals("gateway-1") ? "gateway-2" : "gateway-1");
      work.complete(api);
      long killed = System.nanoTime();
      cluster.process(name).kill();
      work.complete(api);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      screen.say("%s: %d ms after %s was killed", what, millis.getLast(), name);
      cluster.process(name).restart();
    }
    return Figures.of(what, millis);
  }

  /** A gateway answers a write once the ledger, wherever it is, has decided it. */
  private void write(Api api) throws IOException {
    String name = "written-" + ++number;
    Api.Reply reply =
        api.waiting(PATIENCE)
            .post(
                "/api/v1/namespaces/default/configmaps",
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                    + name
                    + "\"}}");
    Scaling.made(reply);
  }

  private void bind(Api api) throws Exception {
    String name = "bound-" + ++number;
    Scaling.made(
        api.post(
            Scaling.PODS,
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},
             "spec":{"tolerations":[{"operator":"Exists"}],
              "containers":[{"name":"web","image":"web:1"}]}}
            """
                .formatted(name)));
    await(() -> !api.get(Scaling.PODS + "/" + name).json().at("/spec/nodeName").asText().isEmpty());
  }

  private void scale(Api api) throws Exception {
    int desired = ++number;
    Scaling.made(
        api.send(
            "PATCH",
            Scaling.DEPLOYMENT,
            "application/merge-patch+json",
            "{\"spec\":{\"replicas\":" + desired + "}}"));
    String mine = Scaling.PODS + "?labelSelector=app%3Dweb";
    await(() -> api.get(mine).json().path("items").size() == desired);
  }

  private static void await(Callable<Boolean> done) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!done.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nobody took over in " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** What was measured of one thing, from the least to the most. */
  private record Figures(String what, List<Long> millis) {

    static Figures of(String what, List<Long> millis) {
      return new Figures(what, millis.stream().sorted().toList());
    }

    /** The middle one, or the mean of the two in the middle. */
    long median() {
      int half = millis.size() / 2;
      return millis.size() % 2 == 1
          ? millis.get(half)
          : (millis.get(half - 1) + millis.get(half)) / 2;
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("what", what).put("medianMillis", median());
      millis.forEach(json.putArray("millis")::add);
      return json;
    }
  }
}
