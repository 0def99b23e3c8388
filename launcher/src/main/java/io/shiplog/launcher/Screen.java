package io.shiplog.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** What is shown while long work goes on: one line a step, with the seconds since the start. */
final class Screen {

  private final PrintStream out;
  private final Instant start = Instant.now();
  private String last = "";

  Screen(PrintStream out) {
    this.out = out;
  }

  /** A line of its own. */
  void say(String text) {
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    out.printf("[%5.1fs] %s%n", seconds, text);
    out.flush();
    last = text;
  }

  /** A detail below the line before. */
  void step(String text) {
    out.println("         " + text);
    out.flush();
  }

  /** A line that is shown only when it says something new: for work that is polled. */
  void progress(String text) {
    if (!text.equals(last)) {
      say(text);
    }
  }

  /** Text as it is. */
  void print(String text) {
    out.println(text);
    out.flush();
  }
}
