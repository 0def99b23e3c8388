package io.shiplog.simulator.cli;

import io.shiplog.simulator.Script;
import io.shiplog.simulator.Simulation;
import io.shiplog.simulator.SimulationFailure;
import io.shiplog.simulator.StepSet;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The command. Ends with 1 where an invariant did not hold, with 2 where it was asked wrongly. */
public final class Simulate {

  private static final int SEEDS = 1000;
  private static final long FARTHEST = 1_000_000_000;

  private Simulate() {}

  public static void main(String[] args) {
    Options options;
    try {
      options = Options.read(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE);
      System.exit(2);
      return;
    }
    System.exit(run(options, System.out) ? 0 : 1);
  }

  private static boolean run(Options options, PrintStream out) {
    if (options.has("--help")) {
      out.println(Options.USAGE);
      return true;
    }
    if (options.has("--speed")) {
      Speed.measure(Duration.ofMinutes(options.number("--minutes", 1)), out);
      return true;
    }
    if (options.has("--seed")) {
      return runOne(options, out);
    }
    boolean timed = options.has("--minutes");
    SeedRuns runs =
        new SeedRuns(
            options.number("--first", timed ? somewhere() : 1),
            options.number("--seeds", timed ? Long.MAX_VALUE : SEEDS),
            timed ? Duration.ofMinutes(options.number("--minutes", 0)) : Duration.ZERO,
            (int) options.number("--threads", 1),
            out);
    boolean holds = runs.run();
    if (options.has("--tally")) {
      out.print(runs.sheet());
    }
    return holds;
  }

  /** Behind the seeds that CI runs, each time elsewhere; what is printed says where. */
  private static long somewhere() {
    return ThreadLocalRandom.current().nextLong(SeedRuns.OF_CI + 1, FARTHEST);
  }

  private static boolean runOne(Options options, PrintStream out) {
    Script script =
        Script.of(options.number("--seed", 0))
            .withNodes((int) options.number("--nodes", 0))
            .without(StepSet.parse(options.text("--without")));
    try {
      Simulation.Result result =
          options.has("--trace")
              ? traced(script, Path.of(options.text("--trace")))
              : Simulation.run(script);
      out.printf("seed %d: %s%n", script.seed(), result);
      return true;
    } catch (SimulationFailure failure) {
      Report.print(failure, out);
      return false;
    }
  }

  private static Simulation.Result traced(Script script, Path file) {
    try (Writer writer = Files.newBufferedWriter(file)) {
      return Simulation.run(script, line -> write(writer, line));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static void write(Writer writer, String line) {
    try {
      writer.write(line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace: " + e.getMessage(), e);
    }
  }
}
