package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.cluster.Installation;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import io.shiplog.benchmarks.report.Steps;
import java.time.Duration;
import java.util.Collection;
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

  /** All runs of some choices of options, each run said on the screen. */
  List<Result> measure(Collection<Variant> variants) {
    // What one of them lacks is to be known before the others have taken their minutes.
    variants.forEach(Variant::options);
    Steps steps = new Steps(variants.size() * runs);
    return variants.stream().map(variant -> measure(variant, steps)).toList();
  }

  private Result measure(Variant variant, Steps steps) {
    Runs all =
        new Runs(
            "control plane",
            Map.of("heap", Installation.SMALL_HEAP + " MB", "JVM", variant.title()));
    for (int i = 0; i < runs; i++) {
      steps.begin("the control plane " + variant.title());
      long start = System.nanoTime();
      try (OwnCluster cluster = OwnCluster.start(plan(variant.options()))) {
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
