package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;

/** How full a node would be with the pod on it. */
final class Usage {

  private Usage() {}

  /** The share of the node's cpu, between 0 and 1, that would be taken. */
  static double cpu(PodInfo pod, NodeInfo node) {
    return share(node.allocatable().cpu(), pod.likelyUse().cpu(), node.likelyUse().cpu());
  }

  /** The share of the node's memory, between 0 and 1, that would be taken. */
  static double memory(PodInfo pod, NodeInfo node) {
    return share(node.allocatable().memory(), pod.likelyUse().memory(), node.likelyUse().memory());
  }

  private static double share(long offered, long wanted, long taken) {
    return offered <= 0 ? 1 : Math.min(1, ((double) wanted + taken) / offered);
  }
}
