package io.shiplog.benchmarks.pods;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.machine.Shell;
import io.shiplog.benchmarks.cluster.AssemblyProcess;
import io.shiplog.benchmarks.cluster.Installation;
import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.cluster.Waiting;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This machine as a node of an own cluster: an agent in a process of its own, with a containerd of
 * its own. What it makes on the machine goes with {@link #close}. Needs root and containerd.
 */
final class RealNode implements AutoCloseable {

  private static final String NAME = "bench";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final AgentConfig config;
  private final Path folder;
  private final AssemblyProcess agent;

  private RealNode(AgentConfig config, Path folder, AssemblyProcess agent) {
    this.config = config;
    this.folder = folder;
    this.agent = agent;
  }

  /** Whether this machine can be a node: root, with the programs that containers need. */
  static boolean possible() {
    boolean possible = "root".equals(System.getProperty("user.name"));
    for (String program : List.of("containerd", "runc", "nft", "ctr")) {
      possible &=
          Files.exists(Path.of("/usr/bin", program)) || Files.exists(Path.of("/usr/sbin", program));
    }
    return possible;
  }

  /**
   * Starts the agent; returns when the node is Ready and has the image.
   *
   * @param image one that can be made without a registry
   * @throws IllegalStateException if the node does not become Ready
   */
  static RealNode start(OwnCluster cluster, String image) {
    try {
      Path folder = Files.createTempDirectory("slb-");
      KafkaSettings kafka = cluster.kafka().orElseThrow();
      SecretSeal seal = RandomSeal.fromFile(cluster.pki().resolve("secrets.key"));
      // Where the role node-agent keeps its things, in the home that the process is given.
      AgentConfig config = AgentConfig.of(NAME, kafka, seal, folder.resolve(NAME).resolve("node"));
      List<String> jvm = new ArrayList<>(Installation.agentJvmOptions());
      jvm.add("-Xmx128m");
      Map<String, String> settings =
          Map.of(
              "SHIPLOG_ROLES",
              "node-agent",
              "SHIPLOG_NODE_NAME",
              NAME,
              "SHIPLOG_PKI",
              cluster.pki().toString(),
              "SHIPLOG_BOOTSTRAP_SERVERS",
              kafka.bootstrapServers(),
              "SHIPLOG_HTTP_PORT",
              "0");
      RealNode node =
          new RealNode(config, folder, AssemblyProcess.start(NAME, folder, jvm, settings));
      try {
        node.prepare(cluster, image);
        return node;
      } catch (RuntimeException | Error e) {
        node.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a node cannot be made here", e);
    }
  }

  private void prepare(OwnCluster cluster, String image) {
    try (KubeClient client = new KubeClient(cluster.kubeconfig(), 1, 1)) {
      Waiting.until("the node is Ready", PATIENCE, () -> ready(client));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + agent.tail(), e);
    }
    OfflineImages.ensure(config.containerdSocket(), image, config.imagesHome(), line -> {});
  }

  private boolean ready(KubeClient client) {
    if (!agent.alive()) {
      throw new IllegalStateException("the node agent ended");
    }
    KubeClient.Reply reply =
        client.call("GET", "/api/v1/nodes/" + NAME, KubeClient.JSON, Buffer.buffer());
    for (var condition : reply.json().path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** The node's paths, its containerd's socket among them. */
  AgentConfig config() {
    return config;
  }

  /** Ends the agent; containerd lives on, and nobody but the caller speaks to it. */
  void stopAgent() {
    agent.stop(PATIENCE);
  }

  @Override
  public void close() {
    stopAgent();
    NodeAgent.purge(config);
    Shell.run("rm", "-rf", folder.toString());
  }
}
