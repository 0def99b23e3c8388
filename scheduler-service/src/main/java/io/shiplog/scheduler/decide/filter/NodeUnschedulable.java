package io.shiplog.scheduler.decide.filter;

import io.shiplog.model.pod.Tolerations;
import io.shiplog.scheduler.decide.Cluster;
import io.shiplog.scheduler.decide.PodInfo;
import java.util.List;

/** A cordoned node takes only pods that tolerate it, as those of a DaemonSet do. */
final class NodeUnschedulable implements Filter {

  private static final String TAINT = "node.kubernetes.io/unschedulable";
  private static final List<String> REASON = List.of("node(s) were unschedulable");

  @Override
  public Check prepare(PodInfo pod, Cluster cluster) {
    if (Tolerations.tolerates(pod.pod().spec(), TAINT, "NoSchedule")) {
      return Check.PASS;
    }
    return node -> node.unschedulable() ? REASON : List.of();
  }
}
