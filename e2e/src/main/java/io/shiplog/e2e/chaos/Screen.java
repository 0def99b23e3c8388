package io.shiplog.e2e.chaos;

import java.io.PrintStream;
import java.time.Duration;

/** Lines for people, each with the seconds since the start. */
public final class Screen {

  private final PrintStream out;
  private final long start = System.nanoTime();

  /** A screen whose clock starts now. */
  public Screen(PrintStream out) {
    this.out = out;
  }

  /** Says one line, as {@link String#format} makes it. */
  public synchronized void say(String format, Object... values) {
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    out.printf("[%6.1fs] %s%n", seconds, format.formatted(values));
    out.flush();
  }
}
