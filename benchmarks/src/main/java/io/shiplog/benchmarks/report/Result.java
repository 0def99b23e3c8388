package io.shiplog.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one benchmark with one choice of settings gave: a row of a table.
 *
 * @param benchmark what was measured, such as {@code update}; results of one name share a table
 * @param settings under which: names and values in the order in which a table shows them. What the
 *     control plane ran with belongs here too ({@code fsync}, {@code brokers}).
 * @param metrics the figures, in the order in which a table shows them
 */
public record Result(String benchmark, Map<String, String> settings, List<Metric> metrics) {

  public Result {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    metrics = List.copyOf(metrics);
  }
}
