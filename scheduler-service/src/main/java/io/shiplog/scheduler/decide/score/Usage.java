package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;

/** How full a node would be with the pod on it. */
final class Usage {

  private Usage() {}

  /** The share of the resource, between 0 and 1, that would be taken. */
  static double share(String resource, PodInfo pod, NodeInfo node) {
    long offered = node.allocatable().get(resource);
    if (offered <= 0) {
      return 1;
    }
    double taken = (double) pod.likelyUse().get(resource) + node.likelyUse().get(resource);
    return Math.min(1, taken / offered);
  }
}
