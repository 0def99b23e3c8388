package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods that were created before, held by a scheduling gate, are let go in a closed loop. The rate
 * of binding is that between the first and the last binding that a watch shows; the requests that
 * let the pods go are made meanwhile and use the same control plane. Nobody reports pods as running
 * until all are bound.
 */
record Schedule(int pods) implements Scenario {

  @Override
  public String title() {
    return "pods scheduled";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("pods", Integer.toString(pods));
  }

  @Override
  public void play(Stage stage, Runs runs) {
    stage.nodes().rest();
    long start = System.nanoTime();
    int first = stage.createPods(pods, true);
    runs.add("created", "1/s", pods / Scenario.seconds(start, System.nanoTime()));
    stage.census().mark();
    int before = stage.census().bound();
    long release = System.nanoTime();
    AtomicInteger released =
        stage
            .requests()
            .flood(
                pods,
                Stage.IN_FLIGHT,
                number -> stage.requests().patch(stage.pod(first + number), Manifests.release()));
    stage.progress().await("pods bound", before + pods, stage.census()::bound);
    stage.progress().await("pods let go", pods, released::get);
    stage.requests().check();
    Census census = stage.census();
    double binding = Scenario.seconds(census.firstBinding(), census.lastBinding());
    runs.add("bound, first to last", "1/s", (pods - 1) / binding);
    runs.add("first let go to last bound", "s", Scenario.seconds(release, census.lastBinding()));
    stage.nodes().work();
    stage.progress().await("pods running", before + pods, census::running);
    stage.deletePods();
  }
}
