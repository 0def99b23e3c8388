package io.shiplog.scheduler.decide.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.NodeSelector;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.Map;

/** The node must have the labels of {@code nodeSelector} and match the required node affinity. */
public final class NodeAffinity implements Filter {

  private static final List<String> REASON =
      List.of("node(s) didn't match Pod's node affinity/selector");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    return node -> matches(pod.pod().spec(), node) ? List.of() : REASON;
  }

  /** Whether a node is one that the pod's selector and required affinity let it go to. */
  public static boolean matches(JsonNode podSpec, NodeInfo node) {
    Map<String, String> selector = KubeObject.stringMap(podSpec.path("nodeSelector"));
    if (!node.labels().entrySet().containsAll(selector.entrySet())) {
      return false;
    }
    JsonNode required =
        podSpec
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution");
    return !required.isObject()
        || NodeSelector.anyTermMatches(required.path("nodeSelectorTerms"), node);
  }
}
