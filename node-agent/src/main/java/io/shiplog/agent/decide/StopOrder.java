package io.shiplog.agent.decide;

import io.shiplog.agent.decide.ContainerSpec.Kind;
import io.shiplog.agent.decide.Observed.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which containers of a pod are stopped first: all but the sidecars, then these one by one, the
 * last one first (Kubernetes documentation, "Sidecar Containers", "Termination"). Together they
 * have the pod's time.
 */
final class StopOrder {

  private StopOrder() {}

  /** Those of the running containers whose turn it is. */
  static List<Container> next(PodView view) {
    List<Container> running = view.observed().running();
    List<String> sidecars = sidecars(view);
    List<Container> others = running.stream().filter(c -> !sidecars.contains(c.name())).toList();
    if (!others.isEmpty()) {
      return others;
    }
    for (String sidecar : sidecars.reversed()) {
      List<Container> own = running.stream().filter(c -> c.name().equals(sidecar)).toList();
      if (!own.isEmpty()) {
        return own;
      }
    }
    return List.of();
  }

  /**
   * How long a container has to stop: a sidecar only what the others have left of the pod's time.
   *
   * @param grace seconds that the pod has
   */
  static long seconds(PodView view, Container container, long grace) {
    Instant since = view.memory().terminatingSince();
    if (since == null || !sidecars(view).contains(container.name())) {
      return grace;
    }
    Instant end = since.plus(PodLifecycle.LEAVE_SERVICES).plusSeconds(grace);
    long left = Duration.between(view.now(), end).toSeconds();
    return Math.max(PodLifecycle.LEAST_GRACE_SECONDS, Math.min(grace, left));
  }

  /** Of a pod that nobody asks for any more nobody knows which of its containers are sidecars. */
  private static List<String> sidecars(PodView view) {
    return view.pod() == null
        ? List.of()
        : ContainerSpec.of(view.pod(), Kind.SIDECAR).stream().map(ContainerSpec::name).toList();
  }
}
