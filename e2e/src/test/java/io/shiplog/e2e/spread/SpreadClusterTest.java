package io.shiplog.e2e.spread;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.Layout;
import io.shiplog.e2e.support.SpreadCluster;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/**
 * The arrangement of {@code docker-compose.yml} as plain processes: eight of them, of which two die
 * the hard way. The node is hollow: the test plays its agent, as no container is needed to see the
 * control plane work.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(SpreadClusterTest.Logs.class)
class SpreadClusterTest {

  private static final Duration SLOW_MACHINE = Duration.ofSeconds(120);
  private static final String PODS = "/api/v1/namespaces/default/pods";

  @TempDir static Path folder;
  private static SpreadCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = SpreadCluster.start(Layout.plain(folder));
    for (String gateway : cluster.gateways()) {
      try {
        Await.until(
            gateway + " is ready",
            SLOW_MACHINE,
            () -> cluster.api(gateway).get("/readyz").status(),
            status -> status == 200);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + cluster.logs(), e);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void everyServiceDoesItsPartThroughTopicsAlone() throws Exception {
    Api first = cluster.api("gateway-1");
    Api second = cluster.api("gateway-2");
    addHollowNode(first);
    assertThat(first.post("/apis/apps/v1/namespaces/default/deployments", DEPLOYMENT).status())
        .isEqualTo(201);
    assertThat(first.post("/api/v1/namespaces/default/services", SERVICE).status()).isEqualTo(201);

    JsonNode pods =
        waitFor(
            "three pods are bound",
            second,
            PODS,
            list -> count(list, pod -> pod.at("/spec/nodeName").asText().equals("hollow")) == 3);
    int address = 10;
    for (JsonNode pod : pods.get("items")) {
      patch(first, PODS + "/" + name(pod) + "/status", RUNNING.formatted(address++));
    }
    waitFor(
        "the Deployment is available",
        second,
        "/apis/apps/v1/namespaces/default/deployments/web",
        deployment -> deployment.at("/status/availableReplicas").asInt() == 3);
    waitFor(
        "the Service has three endpoints",
        second,
        "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
            + "?labelSelector=kubernetes.io%2Fservice-name%3Dweb",
        slices -> slices.at("/items/0/endpoints").size() == 3);
  }

  @Test
  @Order(2)
  void nothingAcknowledgedIsLostWhenABrokerAndThenTheLedgersLeaderAreKilled() throws Exception {
    List<Api> apis = new ArrayList<>();
    for (String gateway : cluster.gateways()) {
      apis.add(cluster.api(gateway));
    }
    SteadyWriter writer = new SteadyWriter(apis);
    String ledger;
    try (writer) {
      awaitMoreWrites(writer, "before anything dies");
      cluster.process(cluster.brokerThatLeadsTheCommands()).kill();
      awaitMoreWrites(writer, "after the broker that leads the commands died");
      ledger =
          Await.until(
              "a gateway leads the ledger",
              SLOW_MACHINE,
              cluster::gatewayThatLeadsTheLedger,
              name -> !name.isEmpty());
      cluster.process(ledger).kill();
      awaitMoreWrites(writer, "after the gateway that led the ledger died");
    }
    String survivor =
        cluster.gateways().stream().filter(name -> !name.equals(ledger)).findFirst().orElseThrow();
    Map<String, String> kept = writtenThrough(cluster.api(survivor));
    assertThat(writer.surprises()).isEmpty();
    assertThat(kept).containsKeys(writer.acknowledged().toArray(String[]::new));
    // The last one may have been under way when the writer ended.
    assertThat(kept.size() - writer.count()).isBetween(0, 1);
    assertThat(kept).allSatisfy((name, data) -> assertThat(data).isEqualTo(name));
  }

  @Test
  @Order(3)
  void theServicesGoOnWithTwoBrokersAndOneGateway() throws Exception {
    Api api =
        cluster.api(
            cluster.gateways().stream()
                .filter(name -> cluster.process(name).alive())
                .findFirst()
                .orElseThrow());
    patch(api, "/apis/apps/v1/namespaces/default/deployments/web", "{\"spec\":{\"replicas\":5}}");
    waitFor(
        "five pods are bound",
        api,
        PODS,
        list -> count(list, pod -> pod.at("/spec/nodeName").asText().equals("hollow")) == 5);
  }

  private static void addHollowNode(Api api) throws IOException {
    // No agent follows these, and the second cannot even have a topic: nobody may mind.
    for (String name : List.of("silent", "n".repeat(253))) {
      assertThat(api.post("/api/v1/nodes", NODE.formatted(name)).status()).isEqualTo(201);
    }
    assertThat(api.post("/api/v1/nodes", NODE.formatted("hollow")).status()).isEqualTo(201);
    TopicMaker.ensure(cluster.kafka(), Topics.node("hollow"));
    patch(api, "/api/v1/nodes/hollow/status", NODE_STATUS);
  }

  private static void patch(Api api, String path, String body) throws IOException {
    Api.Reply reply = api.send("PATCH", path, "application/merge-patch+json", body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
  }

  private static void awaitMoreWrites(SteadyWriter writer, String when) {
    int before = writer.count();
    Await.until(
        "writes are acknowledged " + when,
        SLOW_MACHINE,
        writer::count,
        count -> count >= before + 30 || !writer.surprises().isEmpty());
  }

  private static Map<String, String> writtenThrough(Api api) throws IOException {
    Map<String, String> written = new HashMap<>();
    JsonNode list =
        api.get("/api/v1/namespaces/default/configmaps?labelSelector=by%3Dsteady-writer").json();
    list.get("items").forEach(one -> written.put(name(one), one.at("/data/is").asText()));
    return written;
  }

  private static JsonNode waitFor(String what, Api api, String path, Predicate<JsonNode> wanted) {
    return Await.until(what, SLOW_MACHINE, () -> api.get(path).json(), wanted);
  }

  private static long count(JsonNode list, Predicate<JsonNode> wanted) {
    long count = 0;
    for (JsonNode item : list.get("items")) {
      count += wanted.test(item) ? 1 : 0;
    }
    return count;
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** Shows what the processes logged where a test failed. */
  static final class Logs implements TestWatcher {
    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
      System.err.println(cluster == null ? "no cluster" : cluster.logs());
    }
  }

  private static final String NODE =
      """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s",
       "annotations":{"shiplog.io/inbox":"true"}}}
      """;

  private static final String NODE_STATUS =
      """
      {"status":{"capacity":{"cpu":"8","memory":"16Gi","pods":"110"},
       "allocatable":{"cpu":"8","memory":"16Gi","pods":"110"},
       "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"hollow",
         "lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
      """;

  private static final String DEPLOYMENT =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
       "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},
         "spec":{"containers":[{"name":"web","image":"web:1","ports":[{"containerPort":8080}]}]}}}}
      """;

  private static final String SERVICE =
      """
      {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},
       "spec":{"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}
      """;

  private static final String RUNNING =
      """
      {"status":{"phase":"Running","podIP":"10.244.0.%1$d","podIPs":[{"ip":"10.244.0.%1$d"}],
       "conditions":[
        {"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"},
        {"type":"ContainersReady","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
      """;
}
