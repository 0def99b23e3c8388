package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.report.Runs;
import org.HdrHistogram.Histogram;

/**
 * What one run gave.
 *
 * @param latencies in nanoseconds
 * @param nanos from the first request to the last answer
 */
record Sample(Histogram latencies, long nanos) {

  private static final double NANOS_PER_MILLI = 1e6;

  /** A histogram for latencies in nanoseconds, exact to three digits. */
  static Histogram histogram() {
    return new Histogram(3);
  }

  /** Adds percentiles and throughput to what the other runs gave. */
  void addTo(Runs runs) {
    addLatenciesTo(runs, "");
    runs.add("throughput", "1/s", latencies.getTotalCount() * 1e9 / nanos);
  }

  /** Adds the percentiles alone, their names beginning with {@code prefix}. */
  void addLatenciesTo(Runs runs, String prefix) {
    runs.add(prefix + "p50", "ms", latencies.getValueAtPercentile(50) / NANOS_PER_MILLI);
    runs.add(prefix + "p90", "ms", latencies.getValueAtPercentile(90) / NANOS_PER_MILLI);
    runs.add(prefix + "p99", "ms", latencies.getValueAtPercentile(99) / NANOS_PER_MILLI);
    runs.add(prefix + "max", "ms", latencies.getMaxValue() / NANOS_PER_MILLI);
  }
}
