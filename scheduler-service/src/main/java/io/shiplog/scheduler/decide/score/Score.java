package io.shiplog.scheduler.decide.score;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A preference among the nodes that fit. */
@FunctionalInterface
public interface Score {

  /** What the best node gets. */
  double MAX = 100;

  /** Rates all nodes alike: they do not differ in what this score looks at. */
  ToDoubleFunction<NodeInfo> ALIKE = node -> 0;

  /**
   * Looks once at the pod and the nodes that fit, for a function that rates each of them from 0 to
   * {@link #MAX}.
   */
  ToDoubleFunction<NodeInfo> prepare(PodInfo pod, List<NodeInfo> fitting, Cluster cluster);
}
