package io.shiplog.benchmarks.pods;

import io.shiplog.benchmarks.cluster.ClusterOptions;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.cluster.Target;
import io.shiplog.benchmarks.report.ReportOptions;
import io.shiplog.benchmarks.report.Result;
import io.shiplog.benchmarks.report.Runs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./shiplog bench pods}: from create to Ready on a real node. */
@Command(
    name = "pods",
    mixinStandardHelpOptions = true,
    description = {
      "Starts pods one by one and many at a time, with a busybox that sleeps, and measures from the",
      "first request until a watch shows them Running and Ready. With an own cluster this machine",
      "is the node (needs root and containerd), and the same calls are made to the runtime alone."
    })
public final class PodsCommand implements Callable<Integer> {

  @Mixin private ClusterOptions clusters;
  @Mixin private ReportOptions report;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "how many are many at a time (default: 30)")
  private Integer atOnce;

  @Option(
      names = "--image",
      paramLabel = "NAME",
      defaultValue = "busybox:1.36",
      description = "what the pods run (default: ${DEFAULT-VALUE})")
  private String image;

  private final Map<Map<String, String>, Runs> figures = new LinkedHashMap<>();

  @Override
  public Integer call() {
    clusters.forEach(this::measure);
    List<Result> results = new ArrayList<>();
    figures.values().forEach(runs -> results.add(runs.result()));
    if (!results.isEmpty()) {
      report.publish("pods", results);
    }
    return 0;
  }

  private void measure(Target target) {
    if (!(target instanceof OwnCluster cluster)) {
      throughApi(target);
      return;
    }
    if (!RealNode.possible()) {
      System.out.println("SKIPPED: real pods need root, containerd, runc and nft");
      return;
    }
    try (RealNode node = RealNode.start(cluster, image)) {
      throughApi(target);
      node.stopAgent();
      runtimeAlone(target, new Floor(node.config(), image));
    }
  }

  private void throughApi(Target target) {
    try (PodStarts pods = new PodStarts(target.kubeconfig(), image)) {
      pods.start(1);
      for (int run = 1; run <= report.runs(); run++) {
        List<PodStarts.Batch> single = new ArrayList<>();
        for (int i = 0; i < singles(); i++) {
          single.add(pods.start(1));
        }
        add(target, 1, "API, until Running", joined(single, true));
        add(target, 1, "API, until Ready", joined(single, false));
        PodStarts.Batch many = pods.start(many());
        add(target, many(), "API, until Running", many.running());
        add(target, many(), "API, until Ready", many.ready());
      }
    }
  }

  private static List<Double> joined(List<PodStarts.Batch> batches, boolean running) {
    return batches.stream()
        .flatMap(batch -> (running ? batch.running() : batch.ready()).stream())
        .toList();
  }

  private void runtimeAlone(Target target, Floor floor) {
    floor.start(1);
    for (int run = 1; run <= report.runs(); run++) {
      List<Double> single = new ArrayList<>();
      for (int i = 0; i < singles(); i++) {
        single.addAll(floor.start(1));
      }
      add(target, 1, "runtime alone, until started", single);
      add(target, many(), "runtime alone, until started", floor.start(many()));
    }
  }

  private int singles() {
    return report.pick(10, 2);
  }

  private int many() {
    return atOnce == null ? report.pick(30, 3) : atOnce;
  }

  private void add(Target target, int atATime, String by, List<Double> millis) {
    Map<String, String> settings = new LinkedHashMap<>(target.settings());
    settings.put("at a time", Integer.toString(atATime));
    settings.put("by", by);
    List<Double> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "%d at a time, %s: median %.0f ms, last %.0f ms%n",
        atATime, by, sorted.get(sorted.size() / 2), sorted.getLast());
    figures
        .computeIfAbsent(settings, it -> new Runs("pod start", it))
        .add("median", "ms", sorted.get(sorted.size() / 2))
        .add("slowest", "ms", sorted.getLast());
  }
}
