package io.shiplog.scheduler.decide;

import io.shiplog.scheduler.decide.filter.Filter;
import io.shiplog.scheduler.decide.filter.Filters;
import io.shiplog.scheduler.decide.score.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Chooses a node: filters rule nodes out, scores rank what is left. */
public final class Placer {

  /** Sums that differ by less are the same: the order of adding must not decide. */
  private static final double SAME = 1e-6;

  private Placer() {}

  /**
   * Places one pod. Of nodes that are rated alike, the one with fewer pods is chosen, then the
   * first by name, so that the same cluster gives the same answer.
   */
  public static Placement place(PodInfo pod, Cluster cluster) {
    List<Filter.Check> checks = checks(pod, cluster);
    Map<String, List<String>> refused = new TreeMap<>();
    List<NodeInfo> fitting = new ArrayList<>();
    for (NodeInfo node : cluster.nodes()) {
      List<String> reasons = reasons(checks, node);
      if (reasons.isEmpty()) {
        fitting.add(node);
      } else {
        refused.put(node.name(), reasons);
      }
    }
    return fitting.isEmpty()
        ? new Placement.Nowhere(refused)
        : new Placement.Node(best(pod, fitting, cluster).name());
  }

  /** Whether a pod could go to a certain node; false if there is no such node. */
  public static boolean fits(PodInfo pod, String nodeName, Cluster cluster) {
    List<Filter.Check> checks = checks(pod, cluster);
    return cluster.nodes().stream()
        .filter(node -> node.name().equals(nodeName))
        .anyMatch(node -> reasons(checks, node).isEmpty());
  }

  private static List<Filter.Check> checks(PodInfo pod, Cluster cluster) {
    List<Filter.Check> checks = new ArrayList<>();
    Filters.ALL.forEach(filter -> checks.add(filter.prepare(pod, cluster)));
    return checks;
  }

  private static List<String> reasons(List<Filter.Check> checks, NodeInfo node) {
    for (Filter.Check check : checks) {
      List<String> reasons = check.reasons(node);
      if (!reasons.isEmpty()) {
        return reasons;
      }
    }
    return List.of();
  }

  private static NodeInfo best(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    double[] sums = new double[fitting.size()];
    for (Scores.Weighted weighted : Scores.ALL) {
      ToDoubleFunction<NodeInfo> rating = weighted.score().prepare(pod, fitting, cluster);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weighted.weight() * rating.applyAsDouble(fitting.get(i));
      }
    }
    int best = 0;
    for (int i = 1; i < sums.length; i++) {
      if (better(sums[i], fitting.get(i), sums[best], fitting.get(best))) {
        best = i;
      }
    }
    return fitting.get(best);
  }

  private static boolean better(double sum, NodeInfo node, double bestSum, NodeInfo best) {
    if (Math.abs(sum - bestSum) > SAME) {
      return sum > bestSum;
    }
    // Nodes come in the order of their names, so on a full tie the earlier one stays.
    return node.pods().size() < best.pods().size();
  }
}
