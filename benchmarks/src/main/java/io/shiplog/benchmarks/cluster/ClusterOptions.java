package io.shiplog.benchmarks.cluster;

import io.shiplog.topics.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which clusters a subcommand measures; a picocli mixin. */
public final class ClusterOptions {

  /** Whether brokers flush. */
  public enum Fsync {
    off,
    on
  }

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "measure the cluster of this kubeconfig's current context, any Kubernetes")
  private Path kubeconfig;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "with --kubeconfig: its Kafka, to measure the topic door too")
  private String bootstrap;

  @Option(
      names = "--kafka-settings",
      paramLabel = "FILE",
      description =
          "with --bootstrap: how a client proves itself, such as pki/kafka/admin.properties")
  private Path kafkaSettings;

  @Option(
      names = "--processes",
      split = ",",
      paramLabel = "PID",
      description =
          "with --kubeconfig: what it runs as on this machine, to tell its processor time")
  private List<Long> processes = List.of();

  @Option(
      names = "--told",
      paramLabel = "NAME=VALUE",
      description = "with --kubeconfig: a setting for the tables, such as --told fsync=off")
  private Map<String, String> told = Map.of();

  @Option(
      names = "--fsync",
      split = ",",
      paramLabel = "off|on",
      description = "of an own cluster's brokers; both, separated by a comma, one after the other")
  private List<Fsync> fsync = List.of(Fsync.off);

  @Option(
      names = "--brokers",
      split = ",",
      paramLabel = "1|3",
      description = "how many an own cluster has; both, separated by a comma, one after the other")
  private List<Integer> brokers = List.of(1);

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "a further option for the JVMs of an own cluster, such as --jvm=-XX:+UseZGC")
  private List<String> jvm = List.of();

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "1024",
      description = {
        "largest heap of an own cluster's JVMs (default: ${DEFAULT-VALUE}; up gives a quarter of the",
        "machine's memory)"
      })
  private int heap;

  /** Measures each cluster in turn; own ones start before and end after. */
  public void forEach(Consumer<Target> measure) {
    if (kubeconfig != null) {
      measure.accept(given());
      return;
    }
    for (OwnCluster.Plan plan : plans()) {
      try (OwnCluster cluster = OwnCluster.start(plan)) {
        measure.accept(cluster);
      }
    }
  }

  /** The own clusters that the options ask for, one at least. */
  public List<OwnCluster.Plan> plans() {
    List<String> options = new ArrayList<>(Installation.jvmOptions());
    Installation.aotCache().ifPresent(cache -> options.add("-XX:AOTCache=" + cache));
    options.addAll(jvm);
    return brokers.stream()
        .flatMap(
            count ->
                fsync.stream().map(it -> new OwnCluster.Plan(count, it == Fsync.on, heap, options)))
        .toList();
  }

  private Target given() {
    return GivenCluster.of(
        KubeConfig.read(kubeconfig),
        Optional.ofNullable(bootstrap).map(this::kafka),
        processes.stream().map(ClusterOptions::process).toList(),
        told);
  }

  private KafkaSettings kafka(String servers) {
    if (kafkaSettings == null) {
      return KafkaSettings.local(servers);
    }
    Properties read = new Properties();
    try (var in = Files.newInputStream(kafkaSettings)) {
      read.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("--kafka-settings: " + e.getMessage(), e);
    }
    Map<String, String> all = new HashMap<>();
    read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
    return new KafkaSettings(servers, (short) 1, all);
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow(
            () -> new IllegalArgumentException("--processes: no process " + pid + " runs here"));
  }
}
