package io.shiplog.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.agent.machine.Shell;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An agent with a containerd of its own, a broker, and a test that plays the control plane. */
final class TestNode implements AutoCloseable {

  /** An image with a shell that every test node has. */
  static final String IMAGE = "busybox:test";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final String pods;
  private final Path home;
  private final TestBroker broker;
  private final AgentConfig config;
  private final FakeControlPlane control;
  private NodeAgent agent;

  /**
   * Starts it and waits until it is ready.
   *
   * @param pods the first three bytes of its pods' addresses, such as {@code 10.254.77}
   */
  TestNode(String name, String pods) throws Exception {
    demandContainers();
    this.name = name;
    this.pods = pods;
    home = Files.createTempDirectory("shiplog-" + name);
    broker = new TestBroker(home.resolve("kafka"));
    SecretSeal seal = RandomSeal.withKey(new byte[32]);
    AgentConfig usual = AgentConfig.of(name, broker.settings(), seal, home.resolve("agent"));
    config = usual.withClusterCidr("10.254.0.0/16");
    TopicMaker.ensure(broker.settings(), Topics.node(name));
    TopicMaker.ensure(broker.settings(), Topics.cluster());
    control = new FakeControlPlane(broker.settings(), seal, name, pods + ".0/24");
    startAgent();
    OfflineImages.ensure(
        config.containerdSocket(), IMAGE, config.imagesHome(), System.out::println);
  }

  private static void demandContainers() {
    boolean able = System.getProperty("user.name").equals("root");
    for (String program : new String[] {"containerd", "runc", "nft", "ctr"}) {
      able &=
          Files.exists(Path.of("/usr/bin", program)) || Files.exists(Path.of("/usr/sbin", program));
    }
    if (!able) {
      System.err.println(
          "SKIPPED: the node agent's tests with real containers need root, containerd, runc and"
              + " nft; this machine lacks one of them, so they prove nothing here.");
    }
    assumeTrue(able, "needs root, containerd, runc, nft");
  }

  /** Starts an agent, after {@link #stopAgent} another one, and waits until it is ready. */
  void startAgent() {
    agent = new NodeAgent(config);
    agent.start();
    await("the node is ready", () -> agent.ready());
  }

  void stopAgent() {
    agent.close();
  }

  AgentConfig config() {
    return config;
  }

  FakeControlPlane control() {
    return control;
  }

  /**
   * Wishes for a pod.
   *
   * @param spec as JSON without the outer braces
   * @return its key
   */
  String put(String pod, String spec) {
    String key = "pods/default/" + pod;
    control.put(
        key,
        Json.parseObject(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","namespace":"default",
             "uid":"%s"},"spec":{"nodeName":"%s","terminationGracePeriodSeconds":1,%s},
             "status":{"phase":"Pending"}}
            """
                .formatted(pod, UUID.randomUUID(), name, spec)));
    return key;
  }

  KubeObject pod(String key) {
    return control.get(key);
  }

  /** The status of the pod's first container. */
  JsonNode container(String key) {
    return pod(key).status().path("containerStatuses").path(0);
  }

  String phase(String key) {
    return pod(key).status().path("phase").asText();
  }

  /** Wishes the pod away within so many seconds. */
  void delete(String key, long seconds) {
    ObjectNode pod = pod(key).copy();
    Json.ensure(pod, "metadata").put("deletionTimestamp", Instant.now().toString());
    Json.ensure(pod, "metadata").put("deletionGracePeriodSeconds", seconds);
    control.put(key, pod);
  }

  /** Wishes the pods away, and waits until they are. */
  void deleteAndAwait(String... keys) {
    for (String key : keys) {
      delete(key, 1);
    }
    for (String key : keys) {
      await(key + " is let go", () -> control.get(key) == null);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("in vain: " + what);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** Stops everything, and demands that nothing of it is left on the machine. */
  @Override
  public void close() throws Exception {
    agent.close();
    NodeAgent.purge(config);
    assertThat(config.home()).doesNotExist();
    assertThat(Shell.run("ip", "-brief", "address")).doesNotContain(pods + ".");
    assertThat(Shell.run("nft", "list", "tables")).doesNotContain(config.tag());
    assertThat(Shell.run("mount")).doesNotContain(home.toString());
    assertThat(Path.of("/sys/fs/cgroup/memory" + config.cgroupParent())).doesNotExist();
    control.close();
    broker.close();
    Shell.run("rm", "-rf", home.toString());
  }
}
