package io.shiplog.model.pod;

import io.shiplog.model.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a Pod is, as its status says. Source: Kubernetes documentation, "Pod Lifecycle"; {@code
 * k8s.io/component-helpers} and {@code pkg/api/v1/pod} for what counts as active and available.
 */
public final class PodState {

  private PodState() {}

  /** {@code status.phase}; a pod that says nothing is Pending. */
  public static String phase(KubeObject pod) {
    return pod.status().path("phase").asText("Pending");
  }

  /** Whether every container has stopped for good. */
  public static boolean finished(KubeObject pod) {
    return finished(phase(pod));
  }

  /** Whether a phase is one that no pod leaves again. */
  public static boolean finished(String phase) {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** Whether the pod counts as a replica: neither finished nor on its way out. */
  public static boolean active(KubeObject pod) {
    return !finished(pod) && !pod.terminating();
  }

  /** Whether the pod's Ready condition is True. */
  public static boolean ready(KubeObject pod) {
    return pod.conditionTrue("Ready");
  }

  /** Since when the pod has been ready; empty if it is not. */
  public static Optional<Instant> readySince(KubeObject pod) {
    return ready(pod)
        ? KubeObject.instant(pod.condition("Ready").path("lastTransitionTime"))
        : Optional.empty();
  }

  /**
   * When a ready pod is or was available: ready for {@code minReadySeconds} without a break. Empty
   * if it is not ready; a ready pod that does not say since when is so from the beginning.
   */
  public static Optional<Instant> availableAt(KubeObject pod, long minReadySeconds) {
    if (!ready(pod)) {
      return Optional.empty();
    }
    if (minReadySeconds == 0) {
      return Optional.of(Instant.EPOCH);
    }
    return Optional.of(
        readySince(pod).orElse(Instant.EPOCH).plus(Duration.ofSeconds(minReadySeconds)));
  }
}
