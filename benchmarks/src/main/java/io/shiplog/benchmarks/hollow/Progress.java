package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.Waiting;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Says on the screen how far a scenario has come, and notices when it gets no further. */
final class Progress {

  private static final Duration LOOK = Duration.ofMillis(20);
  private static final long SAY_EVERY = Duration.ofSeconds(2).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(120).toNanos();

  private final long start = System.nanoTime();

  /** Prints a line with the seconds since the beginning. */
  void say(String text) {
    System.out.printf("[%7.1fs] %s%n", (System.nanoTime() - start) / 1e9, text);
  }

  /**
   * Returns when the count has reached the total.
   *
   * @param what is counted, for the screen: {@code pods bound}
   * @throws IllegalStateException if it does not move for two minutes
   */
  void await(String what, int total, IntSupplier count) {
    long moved = System.nanoTime();
    long said = moved;
    int last = -1;
    while (true) {
      int now = count.getAsInt();
      if (now >= total) {
        say("%,d %s".formatted(now, what));
        return;
      }
      long at = System.nanoTime();
      if (now != last) {
        last = now;
        moved = at;
      }
      if (at - moved > PATIENCE) {
        throw new IllegalStateException(
            "%,d of %,d %s, and no more within two minutes".formatted(now, total, what));
      }
      if (at - said > SAY_EVERY) {
        said = at;
        say("%,d of %,d %s".formatted(now, total, what));
      }
      Waiting.pause(LOOK);
    }
  }
}
