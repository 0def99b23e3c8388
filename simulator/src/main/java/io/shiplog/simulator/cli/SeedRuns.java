package io.shiplog.simulator.cli;

import io.shiplog.simulator.Script;
import io.shiplog.simulator.Simulation;
import io.shiplog.simulator.SimulationFailure;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs histories, one for each seed, several at a time, until one fails. */
public final class SeedRuns {

  private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();

  private final long first;
  private final long count;
  private final Duration limit;
  private final int threads;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long taken;
  private long done;
  private long shown = start;
  private Duration simulated = Duration.ZERO;
  private final TallySheet sheet = new TallySheet();
  private Throwable failed;

  /**
   * As many histories.
   *
   * @param first the first seed
   * @param count how many seeds at most
   * @param limit how long to go on at most; zero for no limit
   * @param threads how many at a time; each history runs in one thread
   */
  public SeedRuns(long first, long count, Duration limit, int threads, PrintStream out) {
    this.first = first;
    this.count = count;
    this.limit = limit;
    this.threads = threads;
    this.out = out;
  }

  /** Runs them; whether every invariant held. What failed first is reported. */
  public boolean run() {
    List<Thread> workers = new ArrayList<>();
    for (int number = 1; number <= threads; number++) {
      workers.add(Thread.ofPlatform().name("simulation-" + number).start(this::work));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    switch (failed) {
      case null -> out.println(progress());
      case SimulationFailure failure -> Report.print(failure, out);
      default -> throw new IllegalStateException("a simulation broke", failed);
    }
    return failed == null;
  }

  /** What happened in those that have been run. */
  public TallySheet sheet() {
    return sheet;
  }

  private void work() {
    for (Long seed = take(); seed != null; seed = take()) {
      try {
        finished(Simulation.run(Script.of(seed)));
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  private synchronized Long take() {
    boolean over = !limit.isZero() && System.nanoTime() - start > limit.toNanos();
    if (failed != null || over || taken == count) {
      return null;
    }
    taken++;
    return first + taken - 1;
  }

  private synchronized void finished(Simulation.Result result) {
    done++;
    simulated = simulated.plus(result.time());
    sheet.add(result.tally());
    if (System.nanoTime() - shown > PROGRESS_NANOS) {
      shown = System.nanoTime();
      out.println(progress());
    }
  }

  private synchronized void fail(Throwable why) {
    if (failed == null) {
      failed = why;
    }
  }

  private String progress() {
    double seconds = Math.max(System.nanoTime() - start, 1) / 1e9;
    return "%d seeds from %d: all invariants hold; %d simulated minutes in %.1f s, %.1f seeds/s"
        .formatted(done, first, simulated.toMinutes(), seconds, done / seconds);
  }
}
