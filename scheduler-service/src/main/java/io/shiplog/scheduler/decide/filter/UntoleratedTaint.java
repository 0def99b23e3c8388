package io.shiplog.scheduler.decide.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;

/**
 * A taint with effect NoSchedule or NoExecute keeps away the pods that do not tolerate it. Nodes
 * that are not ready or cannot be reached are kept free by taints too.
 */
final class UntoleratedTaint implements Filter {

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    return node -> check(pod, node);
  }

  private static List<String> check(PodInfo pod, NodeInfo node) {
    JsonNode taint = node.untolerated(pod.pod().spec());
    return taint == null
        ? List.of()
        : List.of(
            "node(s) had untolerated taint {%s: %s}"
                .formatted(taint.path("key").asText(), taint.path("value").asText("")));
  }
}
