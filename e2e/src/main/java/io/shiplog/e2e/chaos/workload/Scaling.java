package io.shiplog.e2e.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.support.Api;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Gives the services work: a Deployment that is scaled up and down on a node that nobody plays, so
 * that its pods are made, bound and deleted, and never run.
 */
public final class Scaling implements Runnable {

  /** Where the pods are. */
  public static final String NAMESPACE = "chaos-pods";

  /** The pods. */
  public static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";

  /** The Deployment. */
  public static final String DEPLOYMENT =
      "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/web";

  private static final Logger LOG = Logger.getLogger(Scaling.class);
  private static final int MOST = 8;
  private static final int AT_REST = 5;
  private static final long PAUSE_MILLIS = 700;

  private final List<Api> gateways;
  private final Random dice;
  private volatile boolean ended;

  /** Scaling by that seed, through any of the gateways. */
  public Scaling(Map<String, Api> gateways, long seed) {
    this.gateways = List.copyOf(gateways.values());
    this.dice = new Random(seed);
  }

  /** Makes the node and the Deployment. */
  public static void prepare(Api api, KafkaSettings kafka) throws IOException {
    TopicMaker.ensure(kafka, Topics.node("hollow"));
    made(api.post("/api/v1/namespaces", namespace(NAMESPACE)));
    made(api.post("/api/v1/nodes", NODE));
    Api.Reply status =
        api.send(
            "PATCH", "/api/v1/nodes/hollow/status", "application/merge-patch+json", NODE_STATUS);
    made(status);
    made(api.post("/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments", WEB));
  }

  /** A namespace's manifest. */
  public static String namespace(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }

  /** Insists that a request was carried out. */
  public static void made(Api.Reply reply) throws IOException {
    if (reply.status() >= 300) {
      throw new IOException("not made: " + reply);
    }
  }

  public void end() {
    ended = true;
  }

  @Override
  public void run() {
    while (!ended) {
      int replicas = dice.nextInt(MOST + 1);
      scale(gateways.get(dice.nextInt(gateways.size())), replicas);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice.nextLong(PAUSE_MILLIS)));
    }
  }

  private static void scale(Api api, int replicas) {
    try {
      made(
          api.send(
              "PATCH",
              DEPLOYMENT,
              "application/merge-patch+json",
              "{\"spec\":{\"replicas\":" + replicas + "}}"));
    } catch (IOException e) {
      LOG.debugf(e, "not scaled to %d", replicas);
    }
  }

  /** Scales once more, waits for the pods and says what came of it. */
  public Entry.Rested rest(Api api, Duration patience) throws IOException {
    made(
        api.send(
            "PATCH",
            DEPLOYMENT,
            "application/merge-patch+json",
            "{\"spec\":{\"replicas\":" + AT_REST + "}}"));
    String desired = AT_REST + " pods, " + AT_REST + " bound";
    long deadline = System.nanoTime() + patience.toNanos();
    String found = pods(api);
    while (!found.equals(desired) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      found = pods(api);
    }
    return new Entry.Rested("pods of the Deployment that was scaled", desired, found);
  }

  private static String pods(Api api) throws IOException {
    int pods = 0;
    int bound = 0;
    for (JsonNode pod : api.get(PODS).json().path("items")) {
      if (!pod.at("/metadata").has("deletionTimestamp")) {
        pods++;
        bound += pod.at("/spec/nodeName").asText().isEmpty() ? 0 : 1;
      }
    }
    return pods + " pods, " + bound + " bound";
  }

  private static final String NODE =
      """
      {"apiVersion":"v1","kind":"Node","metadata":{"name":"hollow"}}
      """;

  private static final String NODE_STATUS =
      """
      {"status":{"capacity":{"cpu":"64","memory":"64Gi","pods":"500"},
       "allocatable":{"cpu":"64","memory":"64Gi","pods":"500"},
       "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"hollow",
         "lastHeartbeatTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}
      """;

  private static final String WEB =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
       "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
        "template":{"metadata":{"labels":{"app":"web"}},
         "spec":{"terminationGracePeriodSeconds":0,"tolerations":[{"operator":"Exists"}],
          "containers":[{"name":"web","image":"web:1"}]}}}}
      """;
}
