package io.shiplog.simulator.cli;

import io.shiplog.simulator.Script;
import io.shiplog.simulator.Simulation;
import io.shiplog.simulator.SimulationFailure;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs histories, one for each seed, several at a time, until one fails. */
public final class SeedRuns {

  /** How many seeds CI runs, from 1 on. */
  public static final long OF_CI = 2000;

  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

  private final long first;
  private final long count;
  private final Duration limit;
  private final int threads;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private long taken;
  private long done;
  private final SortedMap<Long, Long> running = new TreeMap<>();
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
        while (!worker.join(PROGRESS_EVERY)) {
          tell();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    switch (failed) {
      case null -> out.println(progress());
      case SimulationFailure failure -> Report.print(failure, out);
      default -> throw new IllegalStateException(failed.getMessage(), failed);
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
        finished(seed, Simulation.run(Script.of(seed)));
      } catch (SimulationFailure e) {
        fail(e);
      } catch (RuntimeException | Error e) {
        fail(new IllegalStateException("seed " + seed + " broke: " + e, e));
      }
    }
  }

  private synchronized Long take() {
    boolean over = !limit.isZero() && System.nanoTime() - start > limit.toNanos();
    if (failed != null || over || taken == count) {
      return null;
    }
    taken++;
    running.put(first + taken - 1, System.nanoTime());
    return first + taken - 1;
  }

  private synchronized void finished(long seed, Simulation.Result result) {
    done++;
    simulated = simulated.plus(result.time());
    sheet.add(result.tally());
    running.remove(seed);
  }

  /** Says how far it is, and what it waits for. */
  private synchronized void tell() {
    long now = System.nanoTime();
    List<String> waits = new ArrayList<>();
    running.forEach(
        (seed, since) -> waits.add("%d for %d s".formatted(seed, (now - since) / 1_000_000_000)));
    out.println(progress() + "; running: seed " + String.join(", ", waits));
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
