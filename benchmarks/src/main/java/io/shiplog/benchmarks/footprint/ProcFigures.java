package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Waiting;
import io.shiplog.benchmarks.report.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What {@code /proc} says about one process. */
record ProcFigures(long pid) {

  /** The kernel's unit of processor time in {@code /proc}, on every Linux of today. */
  private static final int MILLIS_PER_TICK = 10;

  /** Lets the process come to rest, then watches it idle, and adds memory and processor time. */
  static void addIdle(Runs runs, String prefix, long pid, Duration settle, Duration idle) {
    ProcFigures process = new ProcFigures(pid);
    Waiting.pause(settle);
    long before = process.cpuMillis();
    long start = System.nanoTime();
    Waiting.pause(idle);
    double wall = (System.nanoTime() - start) / 1e6;
    double used = process.cpuMillis() - before;
    runs.add(prefix + "resident", "MB", process.megabytes("VmRSS"));
    runs.add(prefix + "of it not from files", "MB", process.megabytes("RssAnon"));
    runs.add(prefix + "CPU when idle", "% of a core", 100 * used / wall);
  }

  /** Processor time so far, of user and system, to 10 ms. */
  long cpuMillis() {
    String stat = read("stat");
    // The name in brackets may hold blanks; utime and stime are the 12th and 13th field after it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
  }

  private double megabytes(String name) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElseThrow();
  }

  private String read(String file) {
    Path path = Path.of("/proc", Long.toString(pid), file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
