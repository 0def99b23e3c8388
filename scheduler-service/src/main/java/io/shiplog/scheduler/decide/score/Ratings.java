package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.NodeInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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
    double[] counts = new double[nodes.size()];
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = count.applyAsDouble(nodes.get(i));
      least = Math.min(least, counts[i]);
      most = Math.max(most, counts[i]);
    }
    double range = most - least;
    if (range <= 0) {
      return Score.ALIKE;
    }
    Map<String, Double> ratings = new HashMap<>();
    for (int i = 0; i < counts.length; i++) {
      ratings.put(nodes.get(i).name(), Score.MAX * (counts[i] - least) / range);
    }
    return node -> ratings.get(node.name());
  }
}
