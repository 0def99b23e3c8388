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
    Map<String, Double> counts = new HashMap<>();
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (NodeInfo node : nodes) {
      double value = count.applyAsDouble(node);
      counts.put(node.name(), value);
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double low = least;
    double range = most - least;
    return node -> range == 0 ? 0 : Score.MAX * (counts.get(node.name()) - low) / range;
  }
}
