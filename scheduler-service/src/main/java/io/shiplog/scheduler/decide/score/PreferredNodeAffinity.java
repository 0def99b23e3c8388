package io.shiplog.scheduler.decide.score;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.select.NodeSelectorTerms;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prefers the node that matches the weightiest of the pod's preferred node affinity terms. */
final class PreferredNodeAffinity implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    JsonNode preferred =
        pod.pod()
            .spec()
            .path("affinity")
            .path("nodeAffinity")
            .path("preferredDuringSchedulingIgnoredDuringExecution");
    return preferred.isEmpty()
        ? ALIKE
        : Ratings.moreIsBetter(fitting, node -> weight(preferred, node));
  }

  private static double weight(JsonNode preferred, NodeInfo node) {
    double sum = 0;
    for (JsonNode term : preferred) {
      if (NodeSelectorTerms.matches(term.path("preference"), node.labels(), node.name())) {
        sum += term.path("weight").asInt();
      }
    }
    return sum;
  }
}
