package io.shiplog.scheduler.decide.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.select.NodeSelectorTerms;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The node must have the labels of {@code nodeSelector} and match the required node affinity. */
public final class NodeAffinity implements Filter {

  private static final List<String> REASON =
      List.of("node(s) didn't match Pod's node affinity/selector");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    JsonNode spec = pod.pod().spec();
    if (spec.path("nodeSelector").isEmpty() && required(spec).isMissingNode()) {
      return Check.PASS;
    }
    Predicate<NodeInfo> matches =
        cluster.selections().remembered(spec.path("nodeSelector"), required(spec), matching(spec));
    return node -> matches.test(node) ? List.of() : REASON;
  }

  /** Which nodes the pod's selector and required affinity let it go to. */
  public static Predicate<NodeInfo> matching(JsonNode podSpec) {
    Map<String, String> selector = KubeObject.stringMap(podSpec.path("nodeSelector"));
    JsonNode required = required(podSpec);
    JsonNode terms = required.path("nodeSelectorTerms");
    return node ->
        carries(node, selector)
            && (!required.isObject()
                || NodeSelectorTerms.anyMatches(terms, node.labels(), node.name()));
  }

  private static JsonNode required(JsonNode podSpec) {
    return podSpec
        .path("affinity")
        .path("nodeAffinity")
        .path("requiredDuringSchedulingIgnoredDuringExecution");
  }

  private static boolean carries(NodeInfo node, Map<String, String> selector) {
    for (Map.Entry<String, String> label : selector.entrySet()) {
      if (!label.getValue().equals(node.labels().get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
