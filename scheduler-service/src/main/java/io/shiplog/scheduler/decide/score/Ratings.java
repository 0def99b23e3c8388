package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.NodeInfo;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Turns counts into ratings between 0 and {@link Score#MAX}. */
final class Ratings {

  private Ratings() {}

  /** The greatest count gets the best rating, the least the worst; all alike get 0. */
  static ToDoubleFunction<NodeInfo> moreIsBetter(
      List<NodeInfo> nodes, ToDoubleFunction<NodeInfo> count) {
    return scaled(nodes, count);
  }

  /** The least count gets the best rating, the greatest the worst; all alike get 0. */
  static ToDoubleFunction<NodeInfo> fewerIsBetter(
      List<NodeInfo> nodes, ToDoubleFunction<NodeInfo> count) {
    return scaled(nodes, node -> -count.applyAsDouble(node));
  }

  private static ToDoubleFunction<NodeInfo> scaled(
      List<NodeInfo> nodes, ToDoubleFunction<NodeInfo> count) {
    double[] counts = nodes.stream().mapToDouble(count).toArray();
    DoubleSummaryStatistics all = DoubleStream.of(counts).summaryStatistics();
    double range = all.getMax() - all.getMin();
    if (range <= 0) {
      return node -> 0;
    }
    Map<String, Double> ratings = new HashMap<>();
    for (int i = 0; i < counts.length; i++) {
      ratings.put(nodes.get(i).name(), Score.MAX * (counts[i] - all.getMin()) / range);
    }
    return node -> ratings.get(node.name());
  }
}
