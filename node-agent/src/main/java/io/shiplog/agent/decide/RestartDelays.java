package io.shiplog.agent.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * How long things that fail wait until they are tried again: nothing, then 10 s, doubling up to 5
 * minutes, and from the start again after 10 minutes of running well (Kubernetes documentation, pod
 * lifecycle, "Container restart policy").
 */
public final class RestartDelays {

  /** The delay after the second end in a row. */
  public static final Duration FIRST = Duration.ofSeconds(10);

  /** The longest delay. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  /** A container that ran this long starts over without delay. */
  public static final Duration FORGIVEN = Duration.ofMinutes(10);

  private RestartDelays() {}

  /** The delay after this one. */
  public static Duration after(Duration delay) {
    if (delay.isZero()) {
      return FIRST;
    }
    Duration doubled = delay.multipliedBy(2);
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  /** How long a container that has ended has to wait. */
  public static Duration of(Observed.Container ended) {
    boolean forgiven =
        ended.startedAt() != null
            && ended.finishedAt() != null
            && Duration.between(ended.startedAt(), ended.finishedAt()).compareTo(FORGIVEN) >= 0;
    return forgiven ? Duration.ZERO : ended.restartDelay();
  }

  /** When a container that has ended may start again. */
  public static Instant restartAt(Observed.Container ended) {
    Instant end = ended.finishedAt() == null ? ended.createdAt() : ended.finishedAt();
    return end.plus(of(ended));
  }

  /** The delay that follows a failure which may itself follow another. */
  public static Duration afterFailure(PodMemory.Failure before) {
    return before == null ? FIRST : after(before.delay());
  }
}
