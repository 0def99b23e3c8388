package io.shiplog.simulator.cli;

import io.shiplog.simulator.Script;
import io.shiplog.simulator.Shape;
import io.shiplog.simulator.Simulation;
import io.shiplog.simulator.StepSet;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How fast simulated time passes: histories of a cluster of 50 nodes in daily use, with every
 * invariant checked, in the CPU time of one thread.
 */
final class Speed {

  private static final int WARM_UP = 4;

  private Speed() {}

  /** Measures for as long and prints simulated minutes for each minute of CPU. */
  static void measure(Duration howLong, PrintStream out) {
    long seed = 1;
    for (; seed <= WARM_UP; seed++) {
      run(seed);
    }
    long start = cpu();
    Duration simulated = Duration.ZERO;
    for (; cpu() - start < howLong.toNanos(); seed++) {
      simulated = simulated.plus(run(seed));
    }
    double minutes = (cpu() - start) / 60e9;
    out.printf(
        "%.0f simulated minutes of 50 nodes in one minute of one core (%d histories, %d minutes)%n",
        simulated.toSeconds() / 60.0 / minutes, seed - 1 - WARM_UP, simulated.toMinutes());
  }

  private static Duration run(long seed) {
    return Simulation.run(new Script(seed, Shape.STEADY, 0, StepSet.NONE)).time();
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
