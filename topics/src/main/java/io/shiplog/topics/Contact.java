package io.shiplog.topics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether somebody who reads a compacted topic on and on has heard of everything. A reader that was
 * cut off, or did not run, for longer than superseded records are kept ({@link
 * Topics#COMPACTION_LAG_MILLIS}) may have missed that an entry was taken out, and has to read the
 * topic from its beginning. Empty polls do not tell it from one that had nothing to hear: so it
 * asks Kafka for something every few minutes. Not thread-safe: one reader owns it.
 *
 * <p>It goes by the time of day, which passes while a machine sleeps. Clocks that jump cost a
 * reading more.
 */
public final class Contact {

  private static final Duration RHYTHM = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofMillis(Topics.COMPACTION_LAG_MILLIS);

  private final InstantSource clock;
  private Instant last;

  /** A contact that was made just now. */
  public Contact(InstantSource clock) {
    this.clock = clock;
    this.last = clock.instant();
  }

  /** Whether it is time to ask Kafka for something; {@link #made} is to follow its answer. */
  public boolean due() {
    return elapsed().compareTo(RHYTHM) >= 0;
  }

  /**
   * Kafka has answered.
   *
   * @return whether that was soon enough for the reader to go on from where it is
   */
  public boolean made() {
    boolean unbroken = elapsed().compareTo(LONGEST) < 0;
    last = clock.instant();
    return unbroken;
  }

  private Duration elapsed() {
    return Duration.between(last, clock.instant());
  }
}
