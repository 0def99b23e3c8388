package io.shiplog.simulator.cli;

import io.shiplog.simulator.Script;
import io.shiplog.simulator.Shrinker;
import io.shiplog.simulator.Simulation;
import io.shiplog.simulator.SimulationFailure;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Tells people what failed: the shortest history that does, and how to see it again. */
final class Report {

  private static final int RUNS = 400;
  private static final int LINES = 600;

  private Report() {}

  /** Shrinks a failure and prints it. */
  static void print(SimulationFailure failure, PrintStream out) {
    failure.printStackTrace(out);
    out.println("Looking for a shorter history that fails in the same way.");
    SimulationFailure shortest = Shrinker.shrink(failure, Report::run, RUNS);
    Deque<String> history = new ArrayDeque<>();
    try {
      Simulation.run(
          shortest.script(),
          line -> {
            if (history.size() == LINES) {
              history.removeFirst();
            }
            history.addLast(line);
          });
    } catch (SimulationFailure again) {
      out.println("The shortest history found, its last " + history.size() + " lines:");
      history.forEach(out::println);
      out.println(again.getMessage());
    }
    out.println("Seen at seed " + failure.script().seed() + ", step " + failure.step() + ".");
    out.println("Replay: ./shiplog sim " + failure.script().arguments());
    out.println("Shortest: ./shiplog sim " + shortest.script().arguments());
  }

  private static Optional<SimulationFailure> run(Script script) {
    try {
      Simulation.run(script);
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return Optional.of(failure);
    }
  }
}
