package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.SpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * With the pod on a node, the node's place must not be ahead of the emptiest place by more than the
 * constraint's skew. Source: Kubernetes' documentation, "Pod Topology Spread Constraints".
 */
final class TopologySpread implements Filter {

  private static final String UNEVEN = "node(s) didn't match pod topology spread constraints";
  private static final List<String> REASON = List.of(UNEVEN);
  private static final List<String> NO_PLACE = List.of(UNEVEN + " (missing required label)");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    List<Check> checks = new ArrayList<>();
    for (SpreadConstraint constraint : SpreadConstraint.of(pod, "DoNotSchedule")) {
      checks.add(check(constraint, pod, cluster));
    }
    if (checks.isEmpty()) {
      return Check.PASS;
    }
    return node ->
        checks.stream()
            .map(check -> check.reasons(node))
            .filter(reasons -> !reasons.isEmpty())
            .findFirst()
            .orElse(List.of());
  }

  private static Check check(SpreadConstraint constraint, PodInfo pod, Cluster cluster) {
    Map<String, Integer> counts = constraint.counts(pod, cluster);
    int emptiest =
        counts.size() < constraint.minDomains()
            ? 0
            : counts.values().stream().mapToInt(n -> n).min().orElse(0);
    int itself = constraint.spreads(pod, pod) ? 1 : 0;
    return (NodeInfo node) -> {
      String place = node.labels().get(constraint.topologyKey());
      if (place == null) {
        return NO_PLACE;
      }
      int skew = counts.getOrDefault(place, 0) + itself - emptiest;
      return skew > constraint.maxSkew() ? REASON : List.of();
    };
  }
}
