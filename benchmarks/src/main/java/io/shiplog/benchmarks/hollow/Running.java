package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;

/**
 * Pods are created in a closed loop, bound, and reported as running: from the first request until a
 * watch shows the last as Ready. They stay for the scenarios that follow.
 */
record Running(int pods) implements Scenario {

  @Override
  public String title() {
    return "pods running";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("pods", Integer.toString(pods));
  }

  @Override
  public void play(Stage stage, Runs runs) {
    int before = stage.census().running();
    long start = System.nanoTime();
    stage.createPods(pods, false);
    double created = Scenario.seconds(start, System.nanoTime());
    stage.progress().await("pods running", before + pods, stage.census()::running);
    double running = Scenario.seconds(start, System.nanoTime());
    stage.requests().check();
    runs.add("created", "1/s", pods / created);
    runs.add("created, bound and running", "1/s", pods / running);
    runs.add("until all run", "s", running);
  }
}
