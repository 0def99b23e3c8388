package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.HostPort;
import io.shiplog.scheduler.decide.NodeInfo;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;

/** A host port can be taken once. */
final class NodePorts implements Filter {

  private static final List<String> REASON =
      List.of("node(s) didn't have free ports for the requested pod ports");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    return pod.hostPorts().isEmpty() ? Check.PASS : node -> taken(pod, node) ? REASON : List.of();
  }

  private static boolean taken(PodInfo pod, NodeInfo node) {
    for (HostPort wanted : pod.hostPorts()) {
      for (HostPort used : node.hostPorts()) {
        if (wanted.conflictsWith(used)) {
          return true;
        }
      }
    }
    return false;
  }
}
