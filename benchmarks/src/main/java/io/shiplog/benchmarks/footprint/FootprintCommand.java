package io.shiplog.benchmarks.footprint;

import io.shiplog.benchmarks.report.ReportOptions;
import io.shiplog.benchmarks.report.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./shiplog bench footprint}. */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures what it takes to start, memory and processor time when idle, and sizes; and",
      "compares what the JDK offers: AOT cache, compact object headers, compilers, collectors."
    })
public final class FootprintCommand implements Callable<Integer> {

  /** What can be measured. */
  enum Part {
    size,
    jvm,
    up
  }

  @Mixin private ReportOptions report;

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "NAME,…",
      description = {
        "which of: size; jvm (the control plane alone, each variant); up (./shiplog up with its",
        "node, needs root) (default: all; with --short not up)"
      })
  private Set<Part> parts;

  @Option(
      names = "--variants",
      split = ",",
      paramLabel = "NAME,…",
      description =
          "of the JVM, which of: ${COMPLETION-CANDIDATES} (default: all; with --short up)")
  private Set<Variant> variants;

  @Option(
      names = "--settle",
      paramLabel = "SECONDS",
      description = "until a process is taken to be idle (default: 10)")
  private Integer settle;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description = "how long it is watched idle (default: 20)")
  private Integer idle;

  @Override
  public Integer call() {
    Duration settling = Duration.ofSeconds(settle != null ? settle : report.pick(10, 0));
    Duration idling = Duration.ofSeconds(idle != null ? idle : report.pick(20, 1));
    List<Result> results = new ArrayList<>();
    Set<Part> wanted =
        parts != null
            ? parts
            : report.pick(EnumSet.allOf(Part.class), EnumSet.of(Part.size, Part.jvm));
    if (wanted.contains(Part.size)) {
      results.add(Sizes.measure(report.runs()));
    }
    if (wanted.contains(Part.jvm)) {
      ControlPlaneRuns runs = new ControlPlaneRuns(report.runs(), settling, idling);
      if (!report.brief()) {
        runs.warmUp();
      }
      results.addAll(runs.measure(wantedVariants()));
    }
    if (wanted.contains(Part.up)) {
      results.add(UpRuns.measure(report.runs(), settling, idling));
    }
    report.publish("footprint", results);
    return 0;
  }

  private Set<Variant> wantedVariants() {
    return variants != null
        ? variants
        : report.pick(EnumSet.allOf(Variant.class), EnumSet.of(Variant.up));
  }
}
