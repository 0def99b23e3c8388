package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.SpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Prefers the node whose places have the fewest of the pods that the soft spread constraints speak
 * of. A node that is in no place comes last.
 */
final class SpreadTopology implements Score {

  private record Counted(String topologyKey, Map<String, Integer> counts, int worst) {}

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    List<Counted> all = new ArrayList<>();
    for (SpreadConstraint constraint : SpreadConstraint.of(pod, "ScheduleAnyway")) {
      Map<String, Integer> counts = constraint.counts(pod, cluster);
      int worst = counts.values().stream().mapToInt(n -> n).max().orElse(0) + 1;
      all.add(new Counted(constraint.topologyKey(), counts, worst));
    }
    return all.isEmpty() ? ALIKE : Ratings.fewerIsBetter(fitting, node -> sum(all, node));
  }

  private static double sum(List<Counted> all, NodeInfo node) {
    double sum = 0;
    for (Counted counted : all) {
      String place = node.labels().get(counted.topologyKey());
      sum += counted.counts().getOrDefault(place, counted.worst());
    }
    return sum;
  }
}
