package io.shiplog.simulator.cli;

import io.shiplog.simulator.Crowd;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How fast simulated time passes in a full cluster of 50 nodes, with every invariant checked, in
 * the CPU time of the whole process, compilers and collector included: while users want something
 * and things fail, and while only time passes.
 */
final class Speed {

  private static final int PODS = 500;
  private static final int STEPS_AT_ONCE = 10;
  private static final Duration CALM_AT_ONCE = Duration.ofMinutes(1);

  private Speed() {}

  /** Measures each for half of the time and prints simulated minutes for each minute of CPU. */
  static void measure(Duration howLong, PrintStream out) {
    Duration each = howLong.dividedBy(2);
    out.println("filling 50 nodes with " + PODS + " pods");
    Crowd crowd = new Crowd(1, PODS);
    measure(
        "calm",
        each,
        crowd,
        () -> {
          crowd.calm(CALM_AT_ONCE);
          return CALM_AT_ONCE;
        },
        out);
    measure("storm", each, crowd, () -> crowd.storm(STEPS_AT_ONCE), out);
  }

  private static void measure(
      String what, Duration howLong, Crowd crowd, Supplier<Duration> move, PrintStream out) {
    int before = crowd.running();
    long start = cpu();
    Duration simulated = Duration.ZERO;
    while (cpu() - start < howLong.toNanos()) {
      simulated = simulated.plus(move.get());
    }
    double minutes = (cpu() - start) / 60e9;
    out.printf(
        "%s: %.1f simulated minutes in one minute of one core, with %d pods, in the end %d%n",
        what, simulated.toMillis() / 60e3 / minutes, before, crowd.running());
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
