package io.shiplog.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what each run gave until there is a {@link Result}. */
public final class Runs {

  private final String benchmark;
  private final Map<String, String> settings;
  private final Map<String, Collected> metrics = new LinkedHashMap<>();

  private record Collected(String unit, List<Double> values) {}

  /** The runs of one benchmark under these settings (see {@link Result}). */
  public Runs(String benchmark, Map<String, String> settings) {
    this.benchmark = benchmark;
    this.settings = settings;
  }

  /** Adds what the current run gave for one metric; each run adds each metric once. */
  public Runs add(String metric, String unit, double value) {
    metrics
        .computeIfAbsent(metric, name -> new Collected(unit, new ArrayList<>()))
        .values()
        .add(value);
    return this;
  }

  /**
   * All runs together.
   *
   * @throws IllegalArgumentException if there were fewer than two
   */
  public Result result() {
    List<Metric> all = new ArrayList<>();
    metrics.forEach((name, it) -> all.add(new Metric(name, it.unit(), it.values())));
    return new Result(benchmark, settings, all);
  }
}
