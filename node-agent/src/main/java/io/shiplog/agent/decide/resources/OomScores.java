package io.shiplog.agent.decide.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.ContainerSums;
import io.shiplog.model.pod.QosClass;

/**
 * Whom the kernel kills first where memory ends: {@code oom_score_adj} of a container (Kubernetes
 * documentation, "Node-pressure Eviction", "Node out of memory behavior"; kubelet,
 * pkg/kubelet/qos).
 */
public final class OomScores {

  private static final int GUARANTEED = -997;
  private static final int BEST_EFFORT = 1000;
  private static final int LEAST_BURSTABLE = 1000 + GUARANTEED;
  private static final String CRITICAL = "system-node-critical";

  private OomScores() {}

  /**
   * The score of a container.
   *
   * @param capacity bytes of memory that the machine has
   */
  public static int of(KubeObject pod, JsonNode container, long capacity) {
    QosClass qos = PodResources.of(pod).qos();
    boolean critical = pod.spec().path("priorityClassName").asText("").equals(CRITICAL);
    if (critical || qos == QosClass.GUARANTEED) {
      return GUARANTEED;
    }
    return qos == QosClass.BEST_EFFORT ? BEST_EFFORT : burstable(pod.spec(), container, capacity);
  }

  /** The more memory is asked for, the later it is killed; a sidecar not before the others. */
  private static int burstable(JsonNode spec, JsonNode container, long capacity) {
    long share = unassigned(spec);
    long score = score(PodResources.requests(container).memory() + share, capacity);
    boolean init =
        spec.path("initContainers").valueStream().anyMatch(other -> other.equals(container));
    if (init && ContainerSums.sidecar(container)) {
      long least =
          spec.path("containers")
              .valueStream()
              .mapToLong(other -> PodResources.requests(other).memory())
              .min()
              .orElse(0);
      score = Math.min(score, score(least + share, capacity));
    }
    return (int) Math.clamp(score, LEAST_BURSTABLE, BEST_EFFORT - 1);
  }

  private static long score(long memory, long capacity) {
    return 1000 - 1000 * memory / capacity;
  }

  /** Each container's part of what the pod asks for beyond its containers (KEP-2837). */
  private static long unassigned(JsonNode spec) {
    long whole = PodResources.requests(spec).memory();
    if (whole == 0) {
      return 0;
    }
    long rest = whole - PodResources.together(spec, PodResources::requests).memory();
    return rest / Math.max(1, PodResources.containers(spec).count());
  }
}
