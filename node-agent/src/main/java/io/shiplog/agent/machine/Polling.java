package io.shiplog.agent.machine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits, by asking again and again, for what nothing tells of when it has happened. */
public final class Polling {

  private static final long PAUSE_MILLIS = 100;

  private Polling() {}

  /**
   * Whether the condition came to hold in time. It is asked at least once. An interruption ends the
   * wait, and stays set.
   */
  public static boolean within(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
