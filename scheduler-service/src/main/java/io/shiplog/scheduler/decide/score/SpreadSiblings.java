package io.shiplog.scheduler.decide.score;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.select.LabelSelector;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prefers the node with the fewest pods of the same owner or the same Service. */
final class SpreadSiblings implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    String owner = pod.owner();
    List<LabelSelector> services = services(pod, cluster);
    if (owner.isEmpty() && services.isEmpty()) {
      return ALIKE;
    }
    return Ratings.fewerIsBetter(
        fitting,
        node -> {
          int siblings = 0;
          for (PodInfo other : node.pods()) {
            siblings += sibling(pod, other, owner, services) ? 1 : 0;
          }
          return siblings;
        });
  }

  private static boolean sibling(
      PodInfo pod, PodInfo other, String owner, List<LabelSelector> services) {
    if (!other.namespace().equals(pod.namespace()) || other.terminating()) {
      return false;
    }
    return !owner.isEmpty() && other.owner().equals(owner)
        || services.stream().anyMatch(selector -> selector.matches(other.labels()));
  }

  private static List<LabelSelector> services(PodInfo pod, Cluster cluster) {
    List<LabelSelector> selectors = new ArrayList<>();
    for (KubeObject service : cluster.table().list(Catalogue.SERVICES, pod.namespace())) {
      Map<String, String> labels = KubeObject.stringMap(service.spec().path("selector"));
      LabelSelector selector = LabelSelector.ofMap(labels);
      if (!labels.isEmpty() && selector.matches(pod.labels())) {
        selectors.add(selector);
      }
    }
    return selectors;
  }
}
