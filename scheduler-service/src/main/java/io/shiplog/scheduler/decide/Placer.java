package io.shiplog.scheduler.decide;

import io.shiplog.scheduler.decide.filter.Filter;
import io.shiplog.scheduler.decide.filter.Filters;
import io.shiplog.scheduler.decide.score.Score;
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

  /**
   * How many nodes that fit are compared for a pod that has no preferences of its own. The best of
   * a hundred taken at random is nearly as good as the best of all, and costs the same however many
   * there are; kube-scheduler samples likewise, and never compares fewer than these.
   */
  static final int COMPARED = 100;

  private Placer() {}

  /**
   * Places one pod. Of nodes that are rated alike, the one with fewer pods is chosen, then the
   * first by name, so that the same cluster gives the same answer. A pod without preferences is
   * satisfied with a sample of the nodes that fit, which begins somewhere else for each pod.
   */
  public static Placement place(PodInfo pod, Cluster cluster) {
    List<Filter.Check> checks = checks(pod, cluster);
    Map<String, List<String>> refused = new TreeMap<>();
    List<NodeInfo> fitting = new ArrayList<>();
    int size = cluster.nodes().size();
    int enough = Preferences.of(pod.pod().spec()) ? size : COMPARED;
    int first = size == 0 ? 0 : Math.floorMod(pod.pod().uid().hashCode(), size);
    for (int i = 0; i < size && fitting.size() < enough; i++) {
      NodeInfo node = cluster.nodes().get((first + i) % size);
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

  /** Whether a pod could go to a certain node of the cluster. */
  static boolean fits(PodInfo pod, NodeInfo node, Cluster cluster) {
    return reasons(checks(pod, cluster), node).isEmpty();
  }

  private static List<Filter.Check> checks(PodInfo pod, Cluster cluster) {
    List<Filter.Check> checks = new ArrayList<>();
    for (Filter filter : Filters.ALL) {
      Filter.Check check = filter.prepare(pod, cluster);
      if (check != Filter.Check.PASS) {
        checks.add(check);
      }
    }
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
      if (rating == Score.ALIKE) {
        continue;
      }
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
    int fewer = Integer.compare(node.pods().size(), best.pods().size());
    return fewer < 0 || fewer == 0 && node.name().compareTo(best.name()) < 0;
  }
}
