package io.shiplog.agent.decide.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.PodView;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.PodState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a node decides whether it takes a pod: once, before it has done anything for it. Pods are
 * looked at side by side, so an order among them says whose room it is: those that have begun come
 * first, then the older ones.
 */
public final class Arrivals {

  private static final Comparator<KubeObject> ORDER =
      Comparator.comparing((KubeObject pod) -> !begun(pod))
          .thenComparing(pod -> pod.creationTimestamp().orElse(java.time.Instant.EPOCH))
          .thenComparing(KubeObject::uid);

  private Arrivals() {}

  /** Whether it is still to be decided about the pod. */
  public static boolean undecided(PodView view) {
    PodMemory memory = view.memory();
    return view.pod() != null
        && !view.pod().terminating()
        && !memory.admitted()
        && memory.ending() == null
        && !PodState.finished(view.pod())
        && !begun(view.pod())
        && view.observed().sandboxes().isEmpty()
        && view.observed().containers().isEmpty();
  }

  /** Those of the node's pods whose room is taken before it is this one's turn. */
  public static List<KubeObject> before(KubeObject pod, Collection<KubeObject> all) {
    return all.stream()
        .filter(other -> !other.uid().equals(pod.uid()) && !PodState.finished(other))
        .filter(other -> ORDER.compare(other, pod) < 0)
        .toList();
  }

  /** What is remembered of a pod that is not taken. */
  public static PodMemory.Ending ending(Rejection why) {
    return new PodMemory.Ending(
        why.reason(), "Pod was rejected: " + why.message(), OptionalLong.empty());
  }

  /** Whether a container of the pod was ever made. */
  private static boolean begun(KubeObject pod) {
    return pod.status().path("phase").asText("").equals("Running")
        || begun(pod.status().path("initContainerStatuses"))
        || begun(pod.status().path("containerStatuses"));
  }

  private static boolean begun(JsonNode statuses) {
    return statuses.valueStream().anyMatch(status -> status.hasNonNull("containerID"));
  }
}
