package io.shiplog.benchmarks.cluster;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A control plane of our own in a temporary folder, on free ports of loopback: one process with a
 * broker inside, as {@code ./shiplog up} runs it, or the services in one process and three brokers
 * in one each. Its processes end and its folder goes with {@link #close}, or with this JVM.
 */
public final class OwnCluster implements Target {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration STOPPING = Duration.ofSeconds(120);
  private static final String CONTROL_PLANE = "control-plane";

  /**
   * How to run it.
   *
   * @param brokers one or three
   * @param fsync whether a broker flushes each batch to the disk before it acknowledges
   * @param heapMegabytes the largest heap of every JVM
   * @param jvm further options of every JVM
   */
  public record Plan(int brokers, boolean fsync, int heapMegabytes, List<String> jvm) {

    public Plan {
      jvm = List.copyOf(jvm);
      if (brokers != 1 && brokers != 3) {
        throw new IllegalArgumentException("one broker or three, not " + brokers);
      }
    }

    private boolean usesAotCache() {
      return jvm.stream().anyMatch(option -> option.startsWith("-XX:AOTCache="));
    }

    private List<String> options() {
      List<String> options = new ArrayList<>(jvm);
      options.add("-Xmx" + heapMegabytes + "m");
      return options;
    }
  }

  private final Plan plan;
  private final Path folder;
  private final List<Integer> ports;
  private final List<AssemblyProcess> brokers = new ArrayList<>();
  private final Thread atExit = new Thread(this::end, "end of the cluster");
  private AssemblyProcess controlPlane;

  private OwnCluster(Plan plan, Path folder, List<Integer> ports) {
    this.plan = plan;
    this.folder = folder;
    this.ports = ports;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a cluster; returns when its API is ready.
   *
   * @throws IllegalStateException if it does not become ready; the message holds the log's end
   */
  public static OwnCluster start(Plan plan) {
    try {
      Path folder = Files.createTempDirectory("shiplog-bench-");
      OwnCluster cluster = new OwnCluster(plan, folder, Ports.free(1 + 3 * plan.brokers()));
      try {
        cluster.startProcesses();
        cluster.awaitReady();
        return cluster;
      } catch (RuntimeException | Error e) {
        cluster.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no folder or ports for a cluster", e);
    }
  }

  private void startProcesses() {
    if (plan.brokers() > 1) {
      for (int id = 1; id <= plan.brokers(); id++) {
        Map<String, String> settings = broker(id);
        settings.put("SHIPLOG_ROLES", "broker");
        settings.put("SHIPLOG_HTTP_PORT", Integer.toString(ports.get(3 * id)));
        brokers.add(AssemblyProcess.start("broker-" + id, folder, plan.options(), settings));
      }
    }
    startControlPlane();
  }

  private void startControlPlane() {
    boolean alone = plan.brokers() == 1;
    Map<String, String> settings = alone ? broker(1) : shared();
    String services = "api-gateway,scheduler-service,deployment-service,service-registry";
    settings.put("SHIPLOG_ROLES", alone ? "broker," + services : services);
    settings.put("SHIPLOG_BIND", "127.0.0.1");
    settings.put("SHIPLOG_ADVERTISED_ADDRESS", "127.0.0.1");
    settings.put("SHIPLOG_API_PORT", Integer.toString(ports.getFirst()));
    controlPlane = AssemblyProcess.start(CONTROL_PLANE, folder, plan.options(), settings);
  }

  private Map<String, String> broker(int id) {
    Map<String, String> settings = shared();
    settings.put("SHIPLOG_BROKER_ID", Integer.toString(id));
    settings.put("SHIPLOG_BROKER_PORT", Integer.toString(brokerPort(id)));
    settings.put("SHIPLOG_CONTROLLER_PORT", Integer.toString(controllerPort(id)));
    settings.put(
        "SHIPLOG_QUORUM_VOTERS", overBrokers(id1 -> id1 + "@127.0.0.1:" + controllerPort(id1)));
    settings.put("SHIPLOG_FSYNC", Boolean.toString(plan.fsync()));
    return settings;
  }

  private Map<String, String> shared() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SHIPLOG_PKI", folder.resolve("pki").toString());
    settings.put("SHIPLOG_BOOTSTRAP_SERVERS", bootstrap());
    settings.put("SHIPLOG_REPLICATION_FACTOR", Integer.toString(plan.brokers()));
    return settings;
  }

  private int brokerPort(int id) {
    return ports.get(3 * id - 2);
  }

  private int controllerPort(int id) {
    return ports.get(3 * id - 1);
  }

  private String bootstrap() {
    return overBrokers(id -> "127.0.0.1:" + brokerPort(id));
  }

  private String overBrokers(java.util.function.IntFunction<String> text) {
    return IntStream.rangeClosed(1, plan.brokers()).mapToObj(text).collect(Collectors.joining(","));
  }

  /**
   * Returns when the API says that it is ready.
   *
   * @throws IllegalStateException if it does not in two minutes; the message holds the log's end
   */
  public void awaitReady() {
    try {
      Waiting.until("the kubeconfig is made", PATIENCE, this::hasKubeconfig);
      try (KubeClient client = new KubeClient(kubeconfig(), 1, 1)) {
        Waiting.until("the control plane is ready", PATIENCE, () -> isReady(client));
      }
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + controlPlane.tail(), e);
    }
  }

  private boolean hasKubeconfig() {
    if (!controlPlane.alive()) {
      throw new IllegalStateException("the control plane ended");
    }
    return Files.exists(kubeconfigFile());
  }

  private boolean isReady(KubeClient client) {
    if (!controlPlane.alive()) {
      throw new IllegalStateException("the control plane ended");
    }
    return client
        .send("GET", "/readyz", KubeClient.JSON, io.vertx.core.buffer.Buffer.buffer())
        .map(KubeClient.Reply::ok)
        .otherwise(false)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** The process with the gateway and the services, and the broker where there is but one. */
  public AssemblyProcess controlPlane() {
    return controlPlane;
  }

  /** Stops the control plane in good order. */
  public void stopControlPlane() {
    controlPlane.stop(STOPPING);
  }

  /** Kills the control plane; it has no chance to put anything in order. */
  public void killControlPlane() {
    controlPlane.close();
  }

  /** Starts a control plane that ended on what it left, and returns at once. */
  public void startAgain() {
    startControlPlane();
  }

  /** Where the kubeconfig is, for what wants a file. */
  public Path kubeconfigFile() {
    return folder.resolve(CONTROL_PLANE).resolve("kubeconfig");
  }

  /** Where the credentials are. */
  public Path pki() {
    return folder.resolve("pki");
  }

  @Override
  public KubeConfig kubeconfig() {
    return KubeConfig.read(kubeconfigFile());
  }

  @Override
  public Optional<KafkaSettings> kafka() {
    return Optional.of(
        new KafkaSettings(bootstrap(), (short) plan.brokers(), Map.of())
            .as(new KafkaCredentials(pki()), Principals.ADMIN));
  }

  @Override
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(controlPlane), brokers.stream())
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .toList();
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("brokers", Integer.toString(plan.brokers()));
    settings.put("fsync", plan.fsync() ? "on" : "off");
    settings.put("heap", plan.heapMegabytes() + " MB");
    settings.put("AOT cache", plan.usesAotCache() ? "used" : "none");
    return settings;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    if (controlPlane != null) {
      controlPlane.close();
    }
    brokers.forEach(AssemblyProcess::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("bench: " + folder + " could not be deleted: " + e.getMessage());
    }
  }
}
