package io.shiplog.agent.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that was said is said again, as long as the log does not show it: it may have got
 * lost or been refused. What is refused once may be refused for good, and nobody may be there to
 * hear it for hours, so each repetition waits twice as long as the one before: from 5 seconds up to
 * 5 minutes.
 *
 * @param again when to say it again
 * @param delay how long that is after it was last said
 */
public record Repeats(Instant again, Duration delay) {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
  private static final Duration LAST_DELAY = Duration.ofMinutes(5);

  /** It was never said. */
  public static final Repeats NONE = new Repeats(Instant.MIN, Duration.ZERO);

  /** Whether it is to be said now. */
  public boolean due(Instant now) {
    return !now.isBefore(again);
  }

  /** It is said now. */
  public Repeats said(Instant now) {
    Duration doubled = delay.multipliedBy(2);
    Duration wait = delay.isZero() ? FIRST_DELAY : doubled;
    wait = wait.compareTo(LAST_DELAY) > 0 ? LAST_DELAY : wait;
    return new Repeats(now.plus(wait), wait);
  }
}
