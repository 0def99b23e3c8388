package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.NodeAgent;
import io.shiplog.agent.image.OfflineImages;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.ShiplogProcess;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with real containers, each with a network of its own on one segment. */
class TwoNodesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String EXAMPLE = "examples/nginx-deployment.yaml";
  private static final String CLIENT = "e2e/src/test/resources/client-pod.yaml";

  private static final Map<String, ShiplogProcess> PROCESSES = new HashMap<>();

  @TempDir private static Path folder;

  private static Segment segment;

  @BeforeAll
  static void start() throws IOException {
    Machine.assumeContainers();
    segment = Segment.of("a", "b");
    launch(
        "",
        "control-plane",
        Map.of(
            "SHIPLOG_ROLES",
            "broker,api-gateway,scheduler-service,deployment-service,service-registry",
            "SHIPLOG_ADVERTISED_ADDRESS",
            Segment.CONTROL));
    Await.until(
        "the API answers",
        PATIENCE,
        () -> kubectl("get", "--raw", "/readyz").output(),
        answer -> answer.strip().equals("ok"));
    startAgent("a");
    startAgent("b");
    Await.until(
        "both nodes are Ready",
        PATIENCE,
        () -> kubectl("get", "nodes", "--no-headers").output(),
        nodes -> nodes.lines().filter(line -> line.contains(" Ready ")).count() == 2);
    for (String node : List.of("a", "b")) {
      for (String image : List.of("nginx:1.7.9", "busybox:1.35")) {
        assertThat(
                OfflineImages.ensure(
                    agent(node).containerdSocket(), image, folder.resolve("images"), text -> {}))
            .isTrue();
      }
    }
    kubectl("create", "-f", EXAMPLE).ok();
    kubectl("rollout", "status", "deployment/nginx-deployment", "--timeout=90s").ok();
  }

  private static void launch(String node, String name, Map<String, String> settings)
      throws IOException {
    PROCESSES.put(name, ShiplogProcess.start(name, 320, folder, settings, segment.under(node)));
  }

  private static void startAgent(String node) throws IOException {
    launch(
        node,
        node,
        Map.of(
            "SHIPLOG_ROLES",
            "node-agent",
            "SHIPLOG_NODE_NAME",
            node,
            "SHIPLOG_PKI",
            folder.resolve("control-plane/pki").toString()));
  }

  /** What the agent of a node goes by. */
  private static AgentConfig agent(String node) {
    return AgentConfig.of(
        node,
        KafkaSettings.local("127.0.0.1:1"),
        RandomSeal.withKey(new byte[32]),
        folder.resolve(node).resolve("node"));
  }

  @AfterAll
  static void stop() {
    for (String node : List.of("a", "b")) {
      if (PROCESSES.containsKey(node)) {
        PROCESSES.get(node).close();
        NodeAgent.purge(agent(node));
      }
    }
    PROCESSES.values().forEach(ShiplogProcess::close);
    if (segment != null) {
      segment.close();
    }
  }

  @Test
  void aServiceHasPodsOnBothNodesAndIsReachedFromBothAndFromPods() {
    assertThat(words("pods", "-l", "app=nginx", "-o", "jsonpath={.items[*].spec.nodeName}"))
        .containsExactlyInAnyOrder("a", "b");
    String address = kubectl("get", "svc", "nginx", "-o", "jsonpath={.spec.clusterIP}").ok();
    for (String node : List.of("a", "b")) {
      // A node hears of a pod that became ready a moment after the Deployment does.
      Await.until("both pods", PATIENCE, () -> pages(node, address), found -> found.size() == 2);
      assertThat(pages(node, address)).as("pages from node %s", node).hasSize(2);
    }
    for (String pod : words("pods", "-l", "app=nginx", "-o", "jsonpath={.items[*].status.podIP}")) {
      assertThat(pages("a", pod)).as("pages of pod %s", pod).hasSize(1);
    }
    kubectl("create", "-f", CLIENT).ok();
    String log =
        Await.until(
            "four pages in the client pod's log",
            PATIENCE,
            () -> kubectl("logs", "client").output(),
            text -> text.lines().filter(line -> line.contains("Served by")).count() >= 4);
    assertThat(log.lines().filter(line -> line.contains("Served by")).distinct()).hasSize(2);
    assertThat(log).doesNotContain("failed");
  }

  /** Its range of addresses may be another node's tomorrow. */
  @Test
  void aNodeThatGoesTakesTheWayToItsPodsAlong() throws Exception {
    String range = kubectl("get", "node", "b", "-o", "jsonpath={.spec.podCIDR}").ok();
    assertThat(routes("a")).contains(range);
    PROCESSES.get("b").kill();
    kubectl("delete", "node", "b").ok();
    Await.until("the way to b is gone", PATIENCE, () -> routes("a"), now -> !now.contains(range));
    PROCESSES.get("b").restart();
    String fresh =
        Await.until(
            "b is there again",
            PATIENCE,
            () -> kubectl("get", "node", "b", "-o", "jsonpath={.spec.podCIDR}").output(),
            now -> now.startsWith("10.244."));
    Await.until("the way to b", PATIENCE, () -> routes("a"), now -> now.contains(fresh));
  }

  private static String routes(String node) {
    return segment.run(node, Map.of(), List.of("ip", "-4", "route")).ok();
  }

  /** The different pages of four requests; one that gets no answer counts as another. */
  private static Set<String> pages(String node, String address) {
    TreeSet<String> pages = new TreeSet<>();
    for (int i = 0; i < 4; i++) {
      Ran page =
          segment.run(
              node, Map.of(), List.of("curl", "-s", "-S", "-m", "5", "http://" + address + "/"));
      pages.add(page.code() == 0 ? page.output() : "attempt " + i + ": " + page.output());
    }
    return pages;
  }

  private static List<String> words(String... what) {
    String[] command = Stream.concat(Stream.of("get"), Stream.of(what)).toArray(String[]::new);
    return List.of(kubectl(command).ok().strip().split("\\s+"));
  }

  private static Ran kubectl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Machine.kubectls().getLast()));
    command.addAll(List.of(arguments));
    String config = folder.resolve("control-plane/kubeconfig").toString();
    return segment.run("", Map.of("KUBECONFIG", config, "HOME", folder.toString()), command);
  }
}
