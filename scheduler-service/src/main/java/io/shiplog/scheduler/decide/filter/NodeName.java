package io.shiplog.scheduler.decide.filter;

import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;

/** A pod that names its node goes nowhere else. */
final class NodeName implements Filter {

  private static final List<String> REASON =
      List.of("node(s) didn't match the requested node name");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    String wanted = pod.pod().spec().path("nodeName").asText("");
    return wanted.isEmpty() ? Check.PASS : node -> node.name().equals(wanted) ? List.of() : REASON;
  }
}
