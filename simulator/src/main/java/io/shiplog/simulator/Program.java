package io.shiplog.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What the program in a container does. There is none, so the container's image and arguments say
 * it: {@code ends-after=20 exit=1} ends after 20 seconds with 1, and {@code fails=2} fails soon the
 * first two times. Without arguments it runs for ever.
 */
public final class Program {

  /** An image that no registry has. */
  public static final String MISSING_IMAGE = "missing:1";

  /** An image whose program cannot be started. */
  public static final String BROKEN_IMAGE = "broken:1";

  /** An image whose containers never pass their readiness probe, where they have one. */
  public static final String UNREADY_IMAGE = "app:never";

  private static final Duration FAILS_AFTER = Duration.ofSeconds(2);

  private Program() {}

  /**
   * How a program ends by itself.
   *
   * @param after its start
   */
  record End(Duration after, int exitCode) {}

  static boolean canBePulled(String image) {
    return !image.equals(MISSING_IMAGE);
  }

  static boolean canBeStarted(String image) {
    return !image.equals(BROKEN_IMAGE);
  }

  /** Whether containers of an image, by whatever name of it, become ready where they are probed. */
  static boolean becomesReady(String image) {
    return !image.endsWith(UNREADY_IMAGE);
  }

  /**
   * How a container ends; empty if it runs until it is stopped.
   *
   * @param attempt how often a container of its name was started before
   */
  static Optional<End> end(JsonNode container, int attempt) {
    if (attempt < number(container, "fails", 0)) {
      return Optional.of(new End(FAILS_AFTER, 1));
    }
    int after = number(container, "ends-after", -1);
    return after < 0
        ? Optional.empty()
        : Optional.of(new End(Duration.ofSeconds(after), number(container, "exit", 0)));
  }

  private static int number(JsonNode container, String name, int otherwise) {
    for (JsonNode argument : container.path("args")) {
      if (argument.asText().startsWith(name + "=")) {
        return Integer.parseInt(argument.asText().substring(name.length() + 1));
      }
    }
    return otherwise;
  }
}
