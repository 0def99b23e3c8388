package io.shiplog.benchmarks.load;

import io.shiplog.benchmarks.cluster.ClusterOptions;
import io.shiplog.benchmarks.cluster.Target;
import io.shiplog.benchmarks.report.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./shiplog bench load}. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures requests: create, update (PUT), patch (merge), get; lists and watch fan-out; and",
      "writes through the topics. Closed loop: so many in flight. Open loop: a fixed rate, each",
      "latency from when its request was to be sent (corrected for coordinated omission).",
      "The objects are pods whose scheduler is one that nobody runs: none is bound or started."
    })
public final class LoadCommand implements Callable<Integer> {

  @Mixin private LoadOptions options;
  @Mixin private ClusterOptions clusters;

  /** Measures, publishes what succeeded, and exits 1 where something did not. */
  @Override
  public Integer call() {
    List<Result> results = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    clusters.forEach(target -> measure(target, results, problems));
    options.report.publish("load", results);
    problems.forEach(problem -> System.err.println("not measured: " + problem));
    return problems.isEmpty() ? 0 : 1;
  }

  private void measure(Target target, List<Result> results, List<String> problems) {
    try (LoadSession session = new LoadSession(target, options, results, problems)) {
      session.measure();
    } catch (IllegalStateException e) {
      problems.add(target.settings() + ": " + e.getMessage());
    }
  }
}
