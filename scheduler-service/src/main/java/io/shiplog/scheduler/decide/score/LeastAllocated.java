package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prefers the node with the most cpu and memory left. */
final class LeastAllocated implements Score {

  @Override
  public ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster) {
    return node -> {
      double cpu = Usage.cpu(pod, node);
      double memory = Usage.memory(pod, node);
      return MAX * (1 - (cpu + memory) / 2);
    };
  }
}
