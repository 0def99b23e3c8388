package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;

/** A rule that some nodes do not pass for a pod. */
@FunctionalInterface
public interface Filter {

  /** Looks once at the pod and the cluster, for a check that is then made of each node. */
  Check prepare(PodInfo pod, Cluster cluster);

  /** The check of one node for one pod. */
  @FunctionalInterface
  interface Check {

    /** Passes every node. */
    Check PASS = node -> List.of();

    /** Why the node does not do, in the words that people see; empty when it does. */
    List<String> reasons(NodeInfo node);
  }
}
