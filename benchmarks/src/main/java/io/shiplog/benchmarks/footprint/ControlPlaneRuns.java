package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Installation;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The control plane alone, under different options of the JVM: from its start until its API is
 * ready, with a new home and with one that exists, and what it holds when idle.
 */
final class ControlPlaneRuns {

  private static final double NANOS_PER_SECOND = 1e9;

  private final int runs;
  private final Duration settle;
  private final Duration idle;

  /**
   * Measures with these options.
   *
   * @param settle how long a process is given to come to rest
   * @param idle how long it is watched then
   */
  ControlPlaneRuns(int runs, Duration settle, Duration idle) {
    this.runs = runs;
    this.settle = settle;
    this.idle = idle;
  }

  /** One start that counts for nothing: files come into memory, and this JVM warms its client. */
  void warmUp() {
    OwnCluster.start(plan(Variant.up.options())).close();
  }

  /** All runs of one choice of options. */
  Result measure(Variant variant) {
    if (variant == Variant.aot) {
      return withCache(variant);
    }
    return measure(variant, variant.options());
  }

  private Result withCache(Variant variant) {
    try {
      Path cache = Files.createTempFile("shiplog-bench-", ".aot");
      try {
        train(cache, variant.options());
        List<String> options = new ArrayList<>(variant.options());
        options.add("-XX:AOTCache=" + cache);
        return measure(variant, options);
      } finally {
        Files.delete(cache);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no place for an AOT cache", e);
    }
  }

  /** A start and an orderly stop: the JVM writes the cache when it ends. */
  private static void train(Path cache, List<String> options) {
    List<String> training = new ArrayList<>(options);
    training.add("-XX:AOTCacheOutput=" + cache);
    try (OwnCluster cluster = OwnCluster.start(plan(training))) {
      cluster.stopControlPlane();
    }
  }

  private Result measure(Variant variant, List<String> options) {
    Runs all =
        new Runs(
            "control plane",
            Map.of("heap", Installation.SMALL_HEAP + " MB", "JVM", variant.title()));
    for (int i = 0; i < runs; i++) {
      System.err.println("measuring the control plane " + variant.title());
      long start = System.nanoTime();
      try (OwnCluster cluster = OwnCluster.start(plan(options))) {
        all.add("start, new home", "s", (System.nanoTime() - start) / NANOS_PER_SECOND);
        addCpu(all, "CPU of it", cluster);
        cluster.stopControlPlane();
        start = System.nanoTime();
        cluster.startAgain();
        cluster.awaitReady();
        all.add("start, kept home", "s", (System.nanoTime() - start) / NANOS_PER_SECOND);
        ProcFigures.addIdle(all, "", cluster.controlPlane().pid(), settle, idle);
      }
    }
    return all.result();
  }

  private static void addCpu(Runs all, String metric, OwnCluster cluster) {
    all.add(metric, "s", new ProcFigures(cluster.controlPlane().pid()).cpuMillis() / 1000.0);
  }

  private static OwnCluster.Plan plan(List<String> options) {
    return new OwnCluster.Plan(1, false, Installation.SMALL_HEAP, options);
  }
}
