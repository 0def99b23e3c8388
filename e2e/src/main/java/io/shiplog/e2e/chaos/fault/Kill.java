package io.shiplog.e2e.chaos.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When to kill a control plane that is one process.
 *
 * @param starting whether it is killed while it starts, if it is not ready by then
 * @param afterMillis how long after it was started, if it is killed then; else after it was ready
 */
public record Kill(boolean starting, long afterMillis) {

  private static final int SOONEST = 200;
  private static final int LATEST = 4_000;
  private static final int ONE_IN_SO_MANY_STARTS = 4;

  /** About how long one takes to start, by which a run's length is planned. */
  private static final long START_MILLIS = 5_000;

  /**
   * Draws what fits into that time. The same seed gives the same kills; the first is never in a
   * start.
   */
  public static List<Kill> draw(long seed, long millis) {
    Random dice = new Random(seed);
    List<Kill> kills = new ArrayList<>();
    long at = 0;
    while (true) {
      boolean starting = dice.nextInt(ONE_IN_SO_MANY_STARTS) == 0 && !kills.isEmpty();
      long after = dice.nextInt(SOONEST, LATEST);
      at += after + (starting ? 0 : START_MILLIS);
      if (at > millis) {
        return kills;
      }
      kills.add(new Kill(starting, after));
    }
  }
}
