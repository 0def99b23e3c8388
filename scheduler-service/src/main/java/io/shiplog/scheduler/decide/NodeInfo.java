package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.Tolerations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node with what is on it and what is on its way to it.
 *
 * @param slot its number, as long as it is there; numbers are small and used again
 * @param node the node
 * @param name its name
 * @param unschedulable whether it is cordoned
 * @param taints its taints
 * @param labels its labels
 * @param allocatable what pods may take
 * @param pods the pods that take room there, those being bound included
 * @param requested what these pods ask for
 * @param likelyUse what they are taken to use where nodes are compared
 * @param hostPorts the ports these pods take
 * @param antiAffine those of the pods that would mind certain neighbours
 */
public record NodeInfo(
    int slot,
    KubeObject node,
    String name,
    boolean unschedulable,
    List<JsonNode> taints,
    Map<String, String> labels,
    Resources allocatable,
    List<PodInfo> pods,
    Resources requested,
    Resources likelyUse,
    Set<HostPort> hostPorts,
    List<PodInfo> antiAffine) {

  /** Adds up a node. A node that does not say what is allocatable offers its capacity. */
  public static NodeInfo of(int slot, KubeObject node, List<PodInfo> pods) {
    boolean known = node.status().path("allocatable").isObject();
    List<JsonNode> taints = new ArrayList<>();
    node.spec().path("taints").forEach(taints::add);
    NodeInfo empty =
        new NodeInfo(
            slot,
            node,
            node.name(),
            node.spec().path("unschedulable").asBoolean(false),
            List.copyOf(taints),
            node.labels(),
            Resources.of(node.status().path(known ? "allocatable" : "capacity")),
            List.of(),
            Resources.NONE,
            Resources.NONE,
            Set.of(),
            List.of());
    return empty.with(pods);
  }

  /** The same node as it is now, with these pods; it is read again only if it changed. */
  NodeInfo with(KubeObject now, List<PodInfo> others) {
    return now == node ? with(others) : of(slot, now, others);
  }

  /** The first taint that keeps a pod with this spec away; null where none does. */
  public JsonNode untolerated(JsonNode podSpec) {
    for (JsonNode taint : taints) {
      if (Tolerations.keepsAway(taint) && !Tolerations.tolerates(podSpec, taint)) {
        return taint;
      }
    }
    return null;
  }

  private NodeInfo with(List<PodInfo> others) {
    Resources sum = Resources.NONE;
    Resources use = Resources.NONE;
    Set<HostPort> ports = new LinkedHashSet<>();
    List<PodInfo> guards = new ArrayList<>();
    for (PodInfo pod : others) {
      if (pod.pod().spec().path("affinity").path("podAntiAffinity").isObject()) {
        guards.add(pod);
      }
      sum = sum.plus(pod.requests());
      use = use.plus(pod.likelyUse());
      ports.addAll(pod.hostPorts());
    }
    return new NodeInfo(
        slot,
        node,
        name,
        unschedulable,
        taints,
        labels,
        allocatable,
        List.copyOf(others),
        sum,
        use,
        ports,
        guards);
  }
}
