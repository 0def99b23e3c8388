package io.shiplog.benchmarks.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.benchmarks.cluster.Follower;
import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.KubeConfig;
import io.shiplog.benchmarks.cluster.Waiting;
import io.shiplog.benchmarks.cluster.WatchEvent;
import io.shiplog.model.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts pods through the API and sees by a watch when they run. */
final class PodStarts implements AutoCloseable {

  /** What the containers do: nothing, for long. */
  static final List<String> COMMAND = List.of("sleep", "100000");

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String PREFIX = "bench-start-";
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final KubeClient client;
  private final Follower follower;
  private final String image;
  private final Map<String, Long> running = new ConcurrentHashMap<>();
  private final Map<String, Long> ready = new ConcurrentHashMap<>();
  private final Map<String, Boolean> there = new ConcurrentHashMap<>();
  private int made;

  PodStarts(KubeConfig kubeconfig, String image) {
    this.client = new KubeClient(kubeconfig, 64, 64);
    this.image = image;
    this.follower = new Follower(client, PODS, this::see);
    follower.start();
  }

  private void see(WatchEvent event) {
    if (!event.name().startsWith(PREFIX)) {
      return;
    }
    if (event.deleted()) {
      there.remove(event.name());
      return;
    }
    there.put(event.name(), true);
    if (event.phase().equals("Running")) {
      running.putIfAbsent(event.name(), System.nanoTime());
    }
    if (event.ready().equals("True")) {
      ready.putIfAbsent(event.name(), System.nanoTime());
    }
  }

  /**
   * What pods of one batch took, in milliseconds from when the first was asked for.
   *
   * @param running until the watch showed phase Running, for each
   * @param ready until the watch showed them Ready, for each
   */
  record Batch(List<Double> running, List<Double> ready) {}

  /** Starts so many pods at once, waits until they are ready, and takes them away again. */
  Batch start(int count) {
    List<String> names = new ArrayList<>();
    List<Future<KubeClient.Reply>> answers = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      names.add(PREFIX + Long.toString(begin, 36) + "-" + made++);
      answers.add(client.send("POST", PODS, KubeClient.JSON, pod(names.getLast())));
    }
    for (Future<KubeClient.Reply> answer : answers) {
      KubeClient.Reply reply = KubeClient.await("a pod is created", answer);
      if (!reply.ok()) {
        throw new IllegalStateException("a pod was refused: " + reply.body());
      }
    }
    Waiting.until("the pods are ready", PATIENCE, () -> ready.keySet().containsAll(names));
    Batch batch = new Batch(millis(begin, running, names), millis(begin, ready, names));
    for (String name : names) {
      client.must("DELETE", PODS + "/" + name, KubeClient.JSON, "{\"gracePeriodSeconds\":1}");
    }
    Waiting.until("the pods are gone", PATIENCE, there::isEmpty);
    return batch;
  }

  private static List<Double> millis(long begin, Map<String, Long> at, List<String> names) {
    return names.stream().map(name -> (at.get(name) - begin) / 1e6).toList();
  }

  private Buffer pod(String name) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("name", name);
    ObjectNode spec = pod.putObject("spec");
    spec.put("automountServiceAccountToken", false).put("terminationGracePeriodSeconds", 1);
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main").put("image", image).put("imagePullPolicy", "IfNotPresent");
    COMMAND.forEach(container.putArray("command")::add);
    return Buffer.buffer(Json.bytes(pod));
  }

  @Override
  public void close() {
    follower.stop();
    client.close();
  }
}
