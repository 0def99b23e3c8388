package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.Places;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.PodTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prefers the node beside the pods that a pod would like to be with, and away from the others. */
final class PreferredPodAffinity implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    List<ToDoubleFunction<NodeInfo>> preferences = new ArrayList<>();
    for (PodTerm.Preferred preference : PodTerm.preferred(pod.pod(), "podAffinity")) {
      preferences.add(weighted(preference.term(), preference.weight(), cluster));
    }
    for (PodTerm.Preferred preference : PodTerm.preferred(pod.pod(), "podAntiAffinity")) {
      preferences.add(weighted(preference.term(), -preference.weight(), cluster));
    }
    return preferences.isEmpty()
        ? ALIKE
        : Ratings.moreIsBetter(
            fitting, node -> preferences.stream().mapToDouble(w -> w.applyAsDouble(node)).sum());
  }

  private static ToDoubleFunction<NodeInfo> weighted(PodTerm term, int weight, Cluster cluster) {
    Map<String, Integer> there =
        Places.count(
            cluster.nodes(),
            term.topologyKey(),
            node -> true,
            pod -> term.matches(pod, cluster.table()));
    return node -> weight * there.getOrDefault(node.labels().get(term.topologyKey()), 0);
  }
}
