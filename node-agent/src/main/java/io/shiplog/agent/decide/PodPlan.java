package io.shiplog.agent.decide;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a pod now.
 *
 * @param actions in order
 * @param wake when to look again though nothing has changed; null if only a change matters
 */
public record PodPlan(List<PodAction> actions, Instant wake) {

  /** Nothing to do, nothing to wait for. */
  public static final PodPlan IDLE = new PodPlan(List.of(), null);

  public PodPlan {
    actions = List.copyOf(actions);
  }

  static PodPlan of(PodAction... actions) {
    return new PodPlan(List.of(actions), null);
  }

  static PodPlan waitUntil(Instant wake) {
    return new PodPlan(List.of(), wake);
  }

  /** The same, looking again at that time at the latest. */
  PodPlan by(Optional<Instant> latest) {
    return latest
        .filter(time -> wake == null || time.isBefore(wake))
        .map(time -> new PodPlan(actions, time))
        .orElse(this);
  }
}
