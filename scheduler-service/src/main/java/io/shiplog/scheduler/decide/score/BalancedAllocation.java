package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prefers the node whose cpu and memory would be used alike, so that neither is left stranded. */
final class BalancedAllocation implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    return node -> {
      double cpu = Usage.cpu(pod, node);
      double memory = Usage.memory(pod, node);
      // The standard deviation of two shares is half their distance.
      return MAX * (1 - Math.abs(cpu - memory) / 2);
    };
  }
}
