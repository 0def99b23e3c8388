package io.shiplog.launcher;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something by asking again and again. */
final class Waiting {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Waiting() {}

  /**
   * Returns when the condition holds.
   *
   * @throws LaunchException with the complaint, when it does not hold in time
   */
  static void until(Duration patience, BooleanSupplier condition, Supplier<String> complaint) {
    if (!within(patience, condition)) {
      throw new LaunchException(complaint.get());
    }
  }

  /** Whether the condition came to hold in time. */
  static boolean within(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LaunchException("interrupted");
      }
    }
    return true;
  }
}
