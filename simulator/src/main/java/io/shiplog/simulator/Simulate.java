package io.shiplog.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command: {@code --seed N} replays one history, {@code --seeds N} runs as many from the first
 * seed on, {@code --minutes M} runs on for that long. Ends with 1 where an invariant did not hold.
 */
public final class Simulate {

  /** The first seed, unless another is asked for. */
  public static final long FIRST_SEED = 1;

  private static final int SEEDS = 1000;
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

  private Simulate() {}

  public static void main(String[] args) {
    Map<String, Long> options;
    try {
      options = options(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println("usage: sim [--seed N | --seeds N | --minutes M] [--first N]");
      System.exit(2);
      return;
    }
    System.exit(run(options, System.out) ? 0 : 1);
  }

  private static Map<String, Long> options(String[] args) {
    Map<String, Long> options = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      boolean known = args[i].matches("--(seed|seeds|minutes|first)");
      if (!known || i + 1 == args.length || !args[i + 1].matches("-?\\d{1,18}")) {
        throw new IllegalArgumentException("sim: cannot use " + String.join(" ", args));
      }
      options.put(args[i], Long.parseLong(args[i + 1]));
    }
    return options;
  }

  private static boolean run(Map<String, Long> options, PrintStream out) {
    if (options.containsKey("--seed")) {
      return run(options.get("--seed"), 1, Duration.ZERO, out);
    }
    long first = options.getOrDefault("--first", FIRST_SEED);
    if (options.containsKey("--minutes")) {
      return run(first, Long.MAX_VALUE, Duration.ofMinutes(options.get("--minutes")), out);
    }
    return run(first, options.getOrDefault("--seeds", (long) SEEDS), Duration.ZERO, out);
  }

  /**
   * Runs histories one after the other.
   *
   * @param limit how long to go on at most; zero for no limit
   * @return whether every invariant held
   */
  static boolean run(long first, long count, Duration limit, PrintStream out) {
    long start = System.nanoTime();
    long shown = start;
    Duration simulated = Duration.ZERO;
    for (long done = 0; done < count; done++) {
      long seed = first + done;
      try {
        Simulation.Result result = Simulation.run(seed);
        simulated = simulated.plus(result.time());
        if (count == 1) {
          out.printf("seed %d: %s%n", seed, result);
        }
      } catch (SimulationFailure e) {
        e.printStackTrace(out);
        return false;
      }
      long now = System.nanoTime();
      boolean over = !limit.isZero() && now - start > limit.toNanos();
      if (now - shown > PROGRESS_EVERY.toNanos() || over || done + 1 == count) {
        shown = now;
        out.println(progress(first, done + 1, simulated, Duration.ofNanos(now - start)));
      }
      if (over) {
        return true;
      }
    }
    return true;
  }

  private static String progress(long first, long done, Duration simulated, Duration real) {
    double seconds = Math.max(real.toMillis(), 1) / 1000.0;
    return "%d seeds from %d: all invariants hold; %d simulated minutes in %.1f s, %.1f seeds/s"
        .formatted(done, first, simulated.toMinutes(), seconds, done / seconds);
  }
}
