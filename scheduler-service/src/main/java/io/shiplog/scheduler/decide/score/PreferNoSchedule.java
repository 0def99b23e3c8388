package io.shiplog.scheduler.decide.score;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.pod.Tolerations;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prefers the node with the fewest PreferNoSchedule taints that the pod does not tolerate. */
final class PreferNoSchedule implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    return fitting.stream().allMatch(node -> node.taints().isEmpty())
        ? ALIKE
        : Ratings.fewerIsBetter(fitting, node -> untolerated(pod, node));
  }

  private static double untolerated(PodInfo pod, NodeInfo node) {
    int count = 0;
    for (JsonNode taint : node.taints()) {
      boolean soft = taint.path("effect").asText().equals("PreferNoSchedule");
      if (soft && !Tolerations.tolerates(pod.pod().spec(), taint)) {
        count++;
      }
    }
    return count;
  }
}
