package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;

/**
 * Pods that wait, since another pod minds them on every node, all fit when that one is deleted: the
 * rate is that between the first and the last binding that a watch shows. What is timed is to place
 * and bind them, to write their Events, and to renew the Leases meanwhile; that they are created
 * and found not to fit comes before, and nobody reports them as running until all are bound.
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
    int before = stage.census().bound();
    stage.createGuard();
    long start = System.nanoTime();
    int first = stage.createPods(pods, true);
    runs.add("created", "1/s", pods / Scenario.seconds(start, System.nanoTime()));
    stage.awaitRefused(first + pods - 1);
    Census census = stage.census();
    census.mark();
    long release = System.nanoTime();
    stage.deleteGuard();
    stage.progress().await("pods bound", before + pods, census::bound);
    stage.requests().check();
    double binding = Scenario.seconds(census.firstBinding(), census.lastBinding());
    runs.add("bound, first to last", "1/s", (pods - 1) / binding);
    runs.add("let go to last bound", "s", Scenario.seconds(release, census.lastBinding()));
    stage.nodes().work();
    stage.progress().await("pods running", before + pods, census::running);
    stage.deletePods();
  }
}
