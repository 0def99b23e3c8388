package io.shiplog.agent.decide;

import java.time.Instant;
import java.util.List;

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
}
