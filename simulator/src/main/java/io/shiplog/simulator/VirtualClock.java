package io.shiplog.simulator;

import java.time.Duration;
import java.time.Instant;

/** The one clock of a simulation. It moves only when the simulation moves it. */
public final class VirtualClock {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public Instant now() {
    return now;
  }

  public long millis() {
    return now.toEpochMilli();
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
