package io.shiplog.benchmarks.restart;

import io.shiplog.benchmarks.cluster.ClusterOptions;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.hollow.FullCluster;
import io.shiplog.benchmarks.report.ReportOptions;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./shiplog bench restart}: a control plane that holds many pods ends and comes back. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = {
      "Fills an own cluster with pods that run on hollow nodes, then stops and kills its control",
      "plane in turn, and measures from the start of the next process until the API is ready, the",
      "first write is accepted, all pods are listed, and a new pod is bound. 30,000 pods need",
      "--heap 4000."
    })
public final class RestartCommand implements Callable<Integer> {

  @Mixin private ClusterOptions clusters;
  @Mixin private ReportOptions report;

  @Option(names = "--pods", paramLabel = "N", description = "how many run (default: 30000)")
  private Integer pods;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "on how many hollow nodes (default: 1000)")
  private Integer nodes;

  @Override
  public Integer call() {
    List<Result> results = new ArrayList<>();
    for (OwnCluster.Plan plan : clusters.plans()) {
      try (OwnCluster cluster = OwnCluster.start(plan)) {
        measure(cluster, results);
      }
    }
    report.publish("restart", results);
    return 0;
  }

  private void measure(OwnCluster cluster, List<Result> results) {
    int podCount = pods == null ? report.pick(30_000, 40) : pods;
    int nodeCount = nodes == null ? report.pick(1000, 20) : nodes;
    FullCluster.make(cluster, nodeCount, podCount);
    Map<String, Consumer<OwnCluster>> endings = new LinkedHashMap<>();
    endings.put("stopped", OwnCluster::stopControlPlane);
    endings.put("killed", OwnCluster::killControlPlane);
    Map<String, Runs> figures = new LinkedHashMap<>();
    for (String ending : endings.keySet()) {
      Map<String, String> settings = new LinkedHashMap<>(cluster.settings());
      settings.put("pods", Integer.toString(podCount));
      settings.put("nodes", Integer.toString(nodeCount));
      settings.put("control plane was", ending);
      figures.put(ending, new Runs("restart", settings));
    }
    for (int run = 1; run <= report.runs(); run++) {
      endings.forEach(
          (ending, end) -> {
            end.accept(cluster);
            Comeback comeback = Comeback.of(cluster);
            System.out.println("the control plane was " + ending + ": " + comeback);
            figures
                .get(ending)
                .add("until ready", "s", comeback.ready())
                .add("until a write is accepted", "s", comeback.written())
                .add("until all pods are listed", "s", comeback.listed())
                .add("until a new pod is bound", "s", comeback.bound());
          });
    }
    figures.values().forEach(runs -> results.add(runs.result()));
  }
}
