package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.ClusterOptions;
import io.shiplog.benchmarks.cluster.Target;
import io.shiplog.benchmarks.report.ReportOptions;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./shiplog bench hollow}: a large cluster whose nodes are hollow. */
@Command(
    name = "hollow",
    mixinStandardHelpOptions = true,
    description = {
      "Plays scenarios on a cluster of hollow nodes: kubelets without containers, all in this",
      "process, that speak only the Kubernetes API. The scenarios of one run share the nodes; each",
      "run joins them anew. An own cluster of 5,000 nodes and 30,000 pods needs --heap 4000."
    })
public final class HollowCommand implements Callable<Integer> {

  /** The scenarios, in the order in which they are played. */
  enum Kind {
    join,
    schedule,
    running,
    rollout,
    storm
  }

  @Mixin private ClusterOptions clusters;
  @Mixin private ReportOptions report;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = {
        "which of ${COMPLETION-CANDIDATES}, separated by commas (default: all; with --short not",
        "storm, which takes the 40 s that a node is given)"
      })
  private List<Kind> chosen = List.of();

  @Option(names = "--nodes", paramLabel = "N", description = "how many (default: 5000)")
  private Integer nodes;

  @Option(
      names = "--pods",
      paramLabel = "N",
      description = "how many to schedule (default: 10000) or to run (default: 30000)")
  private Integer pods;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "how many the Deployment has (default: 1000)")
  private Integer replicas;

  @Option(
      names = "--renew-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "how often each node renews its Lease (default: ${DEFAULT-VALUE}, as kubelets)")
  private int renewSeconds;

  @Override
  public Integer call() {
    List<Result> results = new ArrayList<>();
    clusters.forEach(target -> measure(target, results));
    report.publish("hollow", results);
    return 0;
  }

  private void measure(Target target, List<Result> results) {
    int count = nodes == null ? report.pick(5000, 20) : nodes;
    Map<Scenario, Runs> figures = new LinkedHashMap<>();
    for (Kind kind : kinds()) {
      Scenario scenario = scenario(kind);
      Map<String, String> settings = new LinkedHashMap<>(target.settings());
      settings.put("nodes", Integer.toString(count));
      settings.put("seconds between renewals", Integer.toString(renewSeconds));
      settings.putAll(scenario.settings());
      figures.put(scenario, new Runs(scenario.title(), settings));
    }
    Progress progress = new Progress();
    for (int run = 1; run <= report.runs(); run++) {
      progress.say("run %d of %d".formatted(run, report.runs()));
      play(new Stage(target, count, renewSeconds, progress), figures);
    }
    figures.values().forEach(runs -> results.add(runs.result()));
  }

  private static void play(Stage stage, Map<Scenario, Runs> figures) {
    try (stage) {
      if (figures.keySet().stream().noneMatch(Join.class::isInstance)) {
        new Join().play(stage, new Runs("", Map.of()));
      }
      figures.forEach(
          (scenario, runs) -> {
            stage.progress().say("== " + scenario.title());
            scenario.play(stage, runs);
          });
    }
  }

  private Set<Kind> kinds() {
    List<Kind> all = new ArrayList<>(List.of(Kind.values()));
    if (report.brief()) {
      all.remove(Kind.storm);
    }
    return new TreeSet<>(chosen.isEmpty() ? all : chosen);
  }

  private Scenario scenario(Kind kind) {
    return switch (kind) {
      case join -> new Join();
      case schedule -> new Schedule(pods == null ? report.pick(10_000, 40) : pods);
      case running -> new Running(pods == null ? report.pick(30_000, 40) : pods);
      case rollout -> new Rollout(replicas == null ? report.pick(1000, 10) : replicas);
      case storm -> new Storm();
    };
  }
}
