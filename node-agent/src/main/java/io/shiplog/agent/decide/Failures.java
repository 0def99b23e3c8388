package io.shiplog.agent.decide;

import io.shiplog.agent.decide.PodMemory.Failure;
import java.time.Duration;
import java.time.Instant;

/** What the agent says of its own failures: nobody who waits for a pod reads its log. */
public final class Failures {

  private Failures() {}

  /**
   * What is remembered of something that did not work, maybe not for the first time.
   *
   * @param before the same thing's last failure; null if there was none
   */
  public static Failure next(Failure before, String reason, String message, Instant now) {
    Duration delay = RestartDelays.afterFailure(before);
    return new Failure(reason, message, now, delay);
  }

  /** An exception for people: what it says, or what it is where it says nothing. */
  public static String words(Throwable failure) {
    Throwable said = failure;
    while (said.getCause() != null && wordless(said)) {
      said = said.getCause();
    }
    return wordless(said) ? said.getClass().getSimpleName() : said.getMessage();
  }

  private static boolean wordless(Throwable failure) {
    return failure.getMessage() == null || failure.getMessage().isBlank();
  }
}
