package io.shiplog.benchmarks.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits by asking again and again: for what other processes do, never inside a measurement. */
public final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(10);

  private Waiting() {}

  /**
   * Returns when the condition holds.
   *
   * @param what for the message, as in "the node is Ready"
   * @throws IllegalStateException if it does not hold in time
   */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within " + patience.toSeconds() + " s: " + what);
      }
      pause(PAUSE);
    }
  }

  /**
   * Lets time pass, such as for a process to come to rest.
   *
   * @throws IllegalStateException if interrupted
   */
  public static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
