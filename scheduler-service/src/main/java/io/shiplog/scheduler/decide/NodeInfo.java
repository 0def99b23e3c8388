package io.shiplog.scheduler.decide;

import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node with what is on it and what is on its way to it.
 *
 * @param node the node
 * @param labels its labels
 * @param allocatable what pods may take
 * @param pods the pods that take room there, those being bound included
 * @param requested what these pods ask for
 * @param likelyUse what they are taken to use where nodes are compared
 * @param hostPorts the ports these pods take
 * @param antiAffine those of the pods that would mind certain neighbours
 */
public record NodeInfo(
    KubeObject node,
    Map<String, String> labels,
    Resources allocatable,
    List<PodInfo> pods,
    Resources requested,
    Resources likelyUse,
    Set<HostPort> hostPorts,
    List<PodInfo> antiAffine) {

  /** Adds up a node. A node that does not say what is allocatable offers its capacity. */
  public static NodeInfo of(KubeObject node, List<PodInfo> pods) {
    boolean known = node.status().path("allocatable").isObject();
    Resources offered = Resources.of(node.status().path(known ? "allocatable" : "capacity"));
    return of(node, node.labels(), offered, pods);
  }

  /** The same node as it is now, with these pods; it is read again only if it changed. */
  NodeInfo with(KubeObject now, List<PodInfo> others) {
    return now == node ? of(node, labels, allocatable, others) : of(now, others);
  }

  private static NodeInfo of(
      KubeObject node, Map<String, String> labels, Resources offered, List<PodInfo> pods) {
    Resources requested = Resources.NONE;
    Resources likelyUse = Resources.NONE;
    Set<HostPort> ports = new LinkedHashSet<>();
    List<PodInfo> antiAffine = new ArrayList<>();
    for (PodInfo pod : pods) {
      if (pod.pod().spec().path("affinity").path("podAntiAffinity").isObject()) {
        antiAffine.add(pod);
      }
      requested = requested.plus(pod.requests());
      likelyUse = likelyUse.plus(pod.likelyUse());
      ports.addAll(pod.hostPorts());
    }
    return new NodeInfo(
        node, labels, offered, List.copyOf(pods), requested, likelyUse, ports, antiAffine);
  }

  public String name() {
    return node.name();
  }
}
