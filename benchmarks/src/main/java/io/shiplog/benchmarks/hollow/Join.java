package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** All nodes register at once: from the first request until all are Ready and have no taint. */
final class Join implements Scenario {

  @Override
  public String title() {
    return "nodes join";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void play(Stage stage, Runs runs) {
    long start = System.nanoTime();
    AtomicInteger joined = stage.nodes().join();
    stage.progress().await("nodes registered", stage.nodeCount(), joined::get);
    double registered = Scenario.seconds(start, System.nanoTime());
    stage.progress().await("nodes usable", stage.nodeCount(), stage.census()::usable);
    double usable = Scenario.seconds(start, System.nanoTime());
    stage.requests().check();
    runs.add("registered, Lease included", "1/s", stage.nodeCount() / registered);
    runs.add("until all are usable", "s", usable);
  }
}
