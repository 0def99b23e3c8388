package io.shiplog.benchmarks.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.benchmarks.cluster.Follower;
import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.Target;
import io.shiplog.benchmarks.cluster.WatchEvent;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster with hollow nodes and a namespace in which scenarios play, one after the other. */
final class Stage implements AutoCloseable {

  /** How many requests of the scenarios are under way at a time. */
  static final int IN_FLIGHT = 256;

  private static final String GUARD = "guard";
  private static final int STREAMS = 1024;
  private static final int STREAMS_PER_CONNECTION = 64;

  private final Target target;
  private final int nodeCount;
  private final KubeClient client;
  private final Requests requests;
  private final HollowNodes nodes;
  private final String namespace;
  private final Census census;
  private final Progress progress;
  private final Follower pods;
  private final Follower nodeWatch;
  private int made;

  /** Makes the namespace; the nodes join later. */
  Stage(Target target, int nodeCount, int renewSeconds, Progress progress) {
    this.target = target;
    this.nodeCount = nodeCount;
    this.progress = progress;
    // A name of its own, since the one before may still be going.
    this.namespace = "bench-hollow-" + Long.toString(System.currentTimeMillis(), 36);
    this.census = new Census(namespace);
    this.client = new KubeClient(target.kubeconfig(), STREAMS, STREAMS_PER_CONNECTION);
    this.requests = new Requests(client);
    this.nodes = new HollowNodes(client, requests, nodeCount, renewSeconds);
    this.pods =
        new Follower(client, "/api/v1/pods?fieldSelector=spec.nodeName%21%3D", this::podEvent);
    this.nodeWatch = new Follower(client, "/api/v1/nodes", this::nodeEvent);
    pods.start();
    nodeWatch.start();
    AtomicInteger ready =
        requests.flood(
            1,
            1,
            number ->
                requests.post(
                    "/api/v1/namespaces",
                    Buffer.buffer(
                        """
                        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}
                        """
                            .formatted(namespace))));
    progress.await("namespace made", 1, ready::get);
  }

  private void nodeEvent(WatchEvent event) {
    census.node(event);
    nodes.node(event);
  }

  private void podEvent(WatchEvent event) {
    census.pod(event);
    nodes.pod(event);
  }

  Target target() {
    return target;
  }

  KubeClient client() {
    return client;
  }

  Requests requests() {
    return requests;
  }

  HollowNodes nodes() {
    return nodes;
  }

  int nodeCount() {
    return nodeCount;
  }

  Census census() {
    return census;
  }

  Progress progress() {
    return progress;
  }

  /** How many pods {@link #createPods} made and {@link #deletePods} did not delete. */
  int pods() {
    return made;
  }

  /** Where the Deployments of the namespace are. */
  String deployments() {
    return "/apis/apps/v1/namespaces/" + namespace + "/deployments";
  }

  /** Where a pod that a scenario made is. */
  String pod(int number) {
    return HollowNodes.podPath(namespace, podName(number));
  }

  private static String podName(int number) {
    return "pod-%06d".formatted(number);
  }

  /**
   * Creates pods and returns when all are acknowledged.
   *
   * @param held whether they are not to be scheduled yet
   * @return the number of the first; the others follow
   */
  int createPods(int count, boolean held) {
    int first = made;
    made += count;
    AtomicInteger done =
        requests.flood(
            count,
            IN_FLIGHT,
            number -> requests.post(podsPath(), Manifests.pod(podName(first + number), held)));
    progress.await("pods created", count, done::get);
    requests.check();
    return first;
  }

  /** Makes a pod beside which held ones do not fit, and returns when it is bound. */
  void createGuard() {
    int before = census.bound();
    client.must("POST", podsPath(), KubeClient.JSON, Manifests.guard(GUARD).toString());
    progress.await("guard bound", before + 1, census::bound);
  }

  /** Lets held pods go. */
  void deleteGuard() {
    client.must(
        "DELETE",
        HollowNodes.podPath(namespace, GUARD),
        KubeClient.JSON,
        Manifests.gone("").toString());
  }

  /** Returns when the scheduler has said of a pod, and so of those before it, that it must wait. */
  void awaitRefused(int number) {
    progress.await("last pod found not to fit", 1, () -> refused(number) ? 1 : 0);
  }

  private boolean refused(int number) {
    JsonNode pod = client.call("GET", pod(number), KubeClient.JSON, Buffer.buffer()).json();
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("reason").asText().equals("Unschedulable")) {
        return true;
      }
    }
    return false;
  }

  private String podsPath() {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  /** Deletes every pod that {@link #createPods} made and returns when the nodes are empty. */
  void deletePods() {
    if (made > 0) {
      AtomicInteger done =
          requests.flood(made, IN_FLIGHT, number -> requests.delete(pod(number), ""));
      progress.await("pods deleted", made, done::get);
      int all = made;
      progress.await("pods gone", all, () -> all - census.bound());
      made = 0;
    }
  }

  /** Registers the nodes, without Leases, runs so many pods on them, and leaves it at that. */
  void fillAndAbandon(int count) {
    AtomicInteger registered = nodes.registerOnly();
    progress.await("nodes registered", nodeCount, registered::get);
    createPods(count, false);
    progress.await("pods running", count, census::running);
    requests.check();
    abandon();
  }

  /** Leaves everything as it is. */
  private void abandon() {
    nodes.leave();
    pods.stop();
    nodeWatch.stop();
    client.close();
  }

  /** Takes away what was made, so that the next run finds the cluster as this one did. */
  @Override
  public void close() {
    deletePods();
    AtomicInteger done =
        requests.flood(
            nodeCount,
            IN_FLIGHT,
            number -> requests.delete("/api/v1/nodes/" + HollowNodes.name(number), ""));
    progress.await("nodes deleted", nodeCount, done::get);
    client.call("DELETE", "/api/v1/namespaces/" + namespace, KubeClient.JSON, Buffer.buffer());
    abandon();
  }
}
