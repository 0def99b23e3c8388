package io.shiplog.benchmarks.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;

/**
 * All results of one call of {@code ./shiplog bench}.
 *
 * @param name of the subcommand, also of the files
 * @param at when it ended, as an ISO-8601 instant
 * @param commit of this program
 * @param machine where
 * @param results in the order in which they were measured
 */
public record Report(String name, String at, String commit, Machine machine, List<Result> results) {

  public Report {
    results = List.copyOf(results);
  }

  /**
   * The whole report: {@code name}, {@code at}, {@code commit}, {@code machine}, and {@code
   * results} with {@code benchmark}, {@code settings} and {@code metrics}, each with {@code name},
   * {@code unit}, {@code runs}, {@code median}, {@code min} and {@code max}.
   */
  public ObjectNode toJson() {
    ObjectNode json = Json.object().put("name", name).put("at", at).put("commit", commit);
    json.putObject("machine")
        .put("cpu", machine.cpu())
        .put("cores", machine.cores())
        .put("memoryMegabytes", machine.memoryMegabytes())
        .put("kernel", machine.kernel())
        .put("jdk", machine.jdk());
    ArrayNode all = json.putArray("results");
    for (Result result : results) {
      ObjectNode one = all.addObject().put("benchmark", result.benchmark());
      ObjectNode settings = one.putObject("settings");
      result.settings().forEach(settings::put);
      ArrayNode metrics = one.putArray("metrics");
      result.metrics().forEach(metric -> addTo(metrics, metric));
    }
    return json;
  }

  private static void addTo(ArrayNode metrics, Metric metric) {
    ObjectNode json = metrics.addObject().put("name", metric.name()).put("unit", metric.unit());
    metric.runs().forEach(json.putArray("runs")::add);
    json.put("median", metric.median()).put("min", metric.min()).put("max", metric.max());
  }
}
