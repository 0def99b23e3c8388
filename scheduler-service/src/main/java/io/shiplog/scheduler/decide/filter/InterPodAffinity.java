package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.Places;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.PodTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Required pod affinity and anti-affinity: next to whom a pod must be, next to whom it must not be,
 * and who is there already that must not have it beside them. The first pod of a group that wants
 * to be with itself may go anywhere. Source: Kubernetes' documentation, "Inter-pod affinity and
 * anti-affinity".
 */
final class InterPodAffinity implements Filter {

  private static final List<String> AFFINITY = List.of("node(s) didn't match pod affinity rules");
  private static final List<String> ANTI_AFFINITY =
      List.of("node(s) didn't match pod anti-affinity rules");
  private static final List<String> EXISTING =
      List.of("node(s) didn't satisfy existing pods anti-affinity rules");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    List<Check> checks = new ArrayList<>();
    List<PodTerm> affinity = PodTerm.required(pod.pod(), "podAffinity");
    if (!affinity.isEmpty()) {
      checks.add(affinity(pod, affinity, cluster));
    }
    for (PodTerm term : PodTerm.required(pod.pod(), "podAntiAffinity")) {
      Map<String, Integer> there = count(term, cluster, p -> term.matches(p, cluster.table()));
      checks.add(node -> there.getOrDefault(place(node, term), 0) > 0 ? ANTI_AFFINITY : List.of());
    }
    objections(pod, cluster, checks);
    if (checks.isEmpty()) {
      return Check.PASS;
    }
    return node -> {
      for (Check check : checks) {
        List<String> reasons = check.reasons(node);
        if (!reasons.isEmpty()) {
          return reasons;
        }
      }
      return List.of();
    };
  }

  private static Check affinity(PodInfo pod, List<PodTerm> terms, Cluster cluster) {
    Predicate<PodInfo> wanted =
        other -> terms.stream().allMatch(term -> term.matches(other, cluster.table()));
    List<Map<String, Integer>> there = new ArrayList<>();
    terms.forEach(term -> there.add(count(term, cluster, wanted)));
    boolean nobody =
        there.stream().allMatch(places -> places.values().stream().allMatch(n -> n == 0));
    boolean first = nobody && wanted.test(pod);
    return node -> {
      for (int i = 0; i < terms.size(); i++) {
        String place = place(node, terms.get(i));
        if (place == null || !first && there.get(i).getOrDefault(place, 0) == 0) {
          return AFFINITY;
        }
      }
      return List.of();
    };
  }

  /** What the pods that are there say about this one. */
  private static void objections(PodInfo pod, Cluster cluster, List<Check> checks) {
    for (NodeInfo other : cluster.guarded()) {
      for (PodInfo neighbour : other.antiAffine()) {
        for (PodTerm term : PodTerm.required(neighbour.pod(), "podAntiAffinity")) {
          String place = place(other, term);
          if (place != null && term.matches(pod, cluster.table())) {
            checks.add(node -> place.equals(place(node, term)) ? EXISTING : List.of());
          }
        }
      }
    }
  }

  private static Map<String, Integer> count(
      PodTerm term, Cluster cluster, Predicate<PodInfo> pods) {
    return Places.count(cluster.nodes(), term.topologyKey(), node -> true, pods);
  }

  private static String place(NodeInfo node, PodTerm term) {
    return node.labels().get(term.topologyKey());
  }
}
