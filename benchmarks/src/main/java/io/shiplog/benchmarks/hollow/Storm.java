package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.report.Runs;
import java.util.Map;

/**
 * A tenth of the nodes vanish without a word, and return once all of them are known to be gone and
 * none of their pods counts as ready. Nodes are given 40 s by Kubernetes' rules; these are part of
 * the first figures. Without pods, two for each node are made first.
 */
final class Storm implements Scenario {

  private static final int PODS_PER_NODE = 2;
  private static final int ONE_IN = 10;

  @Override
  public String title() {
    return "a tenth of the nodes vanish and return";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public void play(Stage stage, Runs runs) {
    Census census = stage.census();
    if (census.running() == 0) {
      int pods = PODS_PER_NODE * stage.nodeCount();
      stage.createPods(pods, false);
      stage.progress().await("pods running", pods, census::running);
    }
    int pods = census.running();
    int vanishing = Math.max(1, stage.nodeCount() / ONE_IN);
    int concerned = census.boundTo(node -> node.compareTo(HollowNodes.name(vanishing)) < 0);
    long start = System.nanoTime();
    stage.nodes().vanish(vanishing);
    stage
        .progress()
        .await("nodes known to be gone", vanishing, () -> stage.nodeCount() - census.usable());
    runs.add("until all are known to be gone", "s", Scenario.seconds(start, System.nanoTime()));
    stage.progress().await("of their pods not ready", concerned, census::notRunning);
    runs.add("until their pods are not ready", "s", Scenario.seconds(start, System.nanoTime()));
    start = System.nanoTime();
    stage.nodes().comeBack();
    stage.progress().await("nodes usable", stage.nodeCount(), census::usable);
    runs.add("until all are usable again", "s", Scenario.seconds(start, System.nanoTime()));
    stage.progress().await("pods running", pods, census::running);
    runs.add("until all pods are ready again", "s", Scenario.seconds(start, System.nanoTime()));
    stage.requests().check();
  }
}
