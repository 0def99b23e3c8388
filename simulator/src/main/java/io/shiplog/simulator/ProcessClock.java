package io.shiplog.simulator;

import java.time.Duration;
import java.time.Instant;

/** The clock of one process: it may go wrong by an offset, and run too fast or too slow. */
final class ProcessClock {

  private static final long MILLION = 1_000_000;

  private final VirtualClock clock;
  private final Instant start;
  private Duration offset = Duration.ZERO;
  private long partsPerMillion;

  /** A clock that is right. */
  ProcessClock(VirtualClock clock) {
    this.clock = clock;
    this.start = clock.now();
  }

  /**
   * Sets it wrong.
   *
   * @param millis how far it is ahead
   * @param partsPerMillion how much faster than time it runs
   */
  void drift(long millis, long partsPerMillion) {
    this.offset = Duration.ofMillis(millis);
    this.partsPerMillion = partsPerMillion;
  }

  Instant now() {
    Instant right = clock.now();
    if (offset.isZero() && partsPerMillion == 0) {
      return right;
    }
    long since = Duration.between(start, right).toMillis();
    return right.plus(offset).plusMillis(since * partsPerMillion / MILLION);
  }

  long millis() {
    return now().toEpochMilli();
  }
}
