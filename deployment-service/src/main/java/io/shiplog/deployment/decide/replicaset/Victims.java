package io.shiplog.deployment.decide.replicaset;

import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.PodState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which pods go first when there are too many. The order is Kubernetes' (Deployment and ReplicaSet
 * documentation, "scaling a ReplicaSet"): what serves least is missed least.
 */
final class Victims {

  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private Victims() {}

  /** The first {@code count} of these active pods to delete; equal ones go by name. */
  static List<KubeObject> choose(List<KubeObject> active, int count) {
    if (count <= 0) {
      return List.of();
    }
    Map<String, Integer> perNode = new HashMap<>();
    active.forEach(pod -> perNode.merge(node(pod), 1, Integer::sum));
    Comparator<KubeObject> order =
        Comparator.<KubeObject, Boolean>comparing(pod -> !node(pod).isEmpty())
            .thenComparingInt(Victims::phaseRank)
            .thenComparing(PodState::ready)
            .thenComparingInt(Victims::deletionCost)
            .thenComparing(pod -> perNode.get(node(pod)), Comparator.reverseOrder())
            .thenComparing(
                pod -> PodState.readySince(pod).orElse(Instant.EPOCH), Comparator.reverseOrder())
            .thenComparing(Victims::restarts, Comparator.reverseOrder())
            .thenComparing(
                pod -> pod.creationTimestamp().orElse(Instant.EPOCH), Comparator.reverseOrder())
            .thenComparing(KubeObject::name);
    List<KubeObject> ranked = new ArrayList<>(active);
    ranked.sort(order);
    return ranked.subList(0, Math.min(count, ranked.size()));
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asText("");
  }

  private static int phaseRank(KubeObject pod) {
    return switch (PodState.phase(pod)) {
      case "Pending" -> 0;
      case "Unknown" -> 1;
      default -> 2;
    };
  }

  private static int deletionCost(KubeObject pod) {
    try {
      String text = pod.annotation(DELETION_COST);
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // As Kubernetes does: a cost that is no number is no cost.
    }
  }

  private static int restarts(KubeObject pod) {
    int most = 0;
    for (var container : pod.status().path("containerStatuses")) {
      most = Math.max(most, container.path("restartCount").asInt(0));
    }
    return most;
  }
}
