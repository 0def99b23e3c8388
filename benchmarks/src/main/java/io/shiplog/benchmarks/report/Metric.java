package io.shiplog.benchmarks.report;

import java.util.List;

/**
 * One figure, taken in several runs.
 *
 * @param name what it is, such as {@code p99}
 * @param unit of each value, such as {@code ms} or {@code 1/s}
 * @param runs the value of each run, in the order of the runs; two at least
 */
public record Metric(String name, String unit, List<Double> runs) {

  public Metric {
    runs = List.copyOf(runs);
    if (runs.size() < 2) {
      throw new IllegalArgumentException(
          name + ": one run shows no spread; measure at least twice");
    }
  }

  /** The middle value; of an even number of runs the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = runs.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** The smallest value of any run. */
  public double min() {
    return runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The largest value of any run. */
  public double max() {
    return runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
