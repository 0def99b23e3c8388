package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * What the pod asks for must be left of what the node offers, for every resource, and the node must
 * take one pod more. Names every resource that is short, not the first alone.
 */
final class ResourcesFit implements Filter {

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    return node -> check(pod, node);
  }

  private static List<String> check(PodInfo pod, NodeInfo node) {
    boolean room = node.pods().size() < node.allocatable().pods();
    if (room && pod.requests().fits(node.allocatable(), node.requested())) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    if (!room) {
      reasons.add("Too many pods");
    }
    pod.requests()
        .lacking(node.allocatable(), node.requested())
        .forEach(name -> reasons.add("Insufficient " + name));
    return reasons;
  }
}
