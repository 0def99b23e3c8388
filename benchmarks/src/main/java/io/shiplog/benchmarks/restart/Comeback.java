package io.shiplog.benchmarks.restart;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.cluster.Waiting;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One start of a control plane on what the last one left, watched from outside. Seconds since the
 * process was started, to about ten milliseconds.
 *
 * @param ready until {@code /readyz} says yes
 * @param written until a write is accepted
 * @param listed until a list of all pods was answered in full
 * @param bound until a pod that was created then is bound to a node: the services act again
 */
record Comeback(double ready, double written, double listed, double bound) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PODS = "/api/v1/namespaces/default/pods";

  /** Starts the control plane of a cluster, which must have ended. */
  static Comeback of(OwnCluster cluster) {
    try (KubeClient client = new KubeClient(cluster.kubeconfig(), 8, 8)) {
      long start = System.nanoTime();
      cluster.startAgain();
      Waiting.until(
          "the API is ready", PATIENCE, () -> send(client, "GET", "/readyz", "").isPresent());
      double ready = since(start);
      String pod = "after-restart-" + start;
      Waiting.until(
          "a write is accepted",
          PATIENCE,
          () -> send(client, "POST", PODS, manifest(pod)).isPresent());
      double written = since(start);
      KubeClient.await("the list of pods", client.drain("/api/v1/pods"));
      double listed = since(start);
      Waiting.until(
          "a pod is bound",
          PATIENCE,
          () ->
              send(client, "GET", PODS + "/" + pod, "")
                  .filter(reply -> reply.json().at("/spec").has("nodeName"))
                  .isPresent());
      return new Comeback(ready, written, listed, since(start));
    }
  }

  private static String manifest(String pod) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},
         "spec":{"containers":[{"name":"app","image":"hollow.example/app:1.0"}]}}
        """
        .formatted(pod);
  }

  /** The answer, if it is a good one. */
  private static Optional<KubeClient.Reply> send(
      KubeClient client, String method, String path, String body) {
    return client
        .send(method, path, KubeClient.JSON, Buffer.buffer(body))
        .map(Optional::of)
        .otherwise(Optional.empty())
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .filter(KubeClient.Reply::ok);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
