package io.shiplog.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what must come to pass. */
final class Until {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Until() {}

  /** Asks again and again, and returns the first answer that satisfies. */
  static <T> T satisfied(String what, Duration patience, Supplier<T> ask, Predicate<T> enough) {
    long end = System.nanoTime() + patience.toNanos();
    T answer = ask.get();
    while (!enough.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            what
                + " did not come to pass in "
                + patience.toSeconds()
                + " s; last seen:\n"
                + answer);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      answer = ask.get();
    }
    return answer;
  }
}
