package io.shiplog.e2e.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what processes do in their own time. */
public final class Await {

  private static final Duration STEP = Duration.ofMillis(200);

  private Await() {}

  /**
   * Asks again and again until the answer is as wanted, and returns it. An exception counts as no
   * answer yet.
   *
   * @param what for the message, as in "pods are bound"
   * @param patience how long to ask; generous, for machines that have other things to do
   * @throws AssertionError with the last answer, when patience ends
   */
  public static <T> T until(
      String what, Duration patience, Callable<T> question, Predicate<T> wanted) {
    long deadline = System.nanoTime() + patience.toNanos();
    Object last = "nothing";
    while (System.nanoTime() < deadline) {
      try {
        T answer = question.call();
        if (wanted.test(answer)) {
          return answer;
        }
        last = answer;
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting until " + what, e);
      } catch (Exception e) {
        last = e;
        pause();
      }
    }
    throw new AssertionError(
        "not within " + patience.toSeconds() + " s: " + what + "; last seen: " + last);
  }

  private static void pause() {
    try {
      Thread.sleep(STEP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
