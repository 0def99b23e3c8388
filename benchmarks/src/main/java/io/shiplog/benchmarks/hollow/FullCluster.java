package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.Target;

/** Makes a cluster full of running pods, for whoever measures something else about it. */
public final class FullCluster {

  private FullCluster() {}

  /**
   * Registers hollow nodes and runs pods on them; returns when all run. The nodes have no Leases,
   * so nothing happens to them when nobody renews any.
   */
  public static void make(Target target, int nodes, int pods) {
    new Stage(target, nodes, 1, new Progress()).fillAndAbandon(pods);
  }
}
