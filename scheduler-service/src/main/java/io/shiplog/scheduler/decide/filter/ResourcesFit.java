package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import io.shiplog.scheduler.decide.Resources;
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
    List<String> reasons = new ArrayList<>();
    if (node.pods().size() + 1 > node.allocatable().get(Resources.PODS)) {
      reasons.add("Too many pods");
    }
    pod.requests()
        .amounts()
        .forEach(
            (name, wanted) -> {
              long free = node.allocatable().get(name) - node.requested().get(name);
              if (wanted > 0 && wanted > free) {
                reasons.add("Insufficient " + name);
              }
            });
    return reasons;
  }
}
