package io.shiplog.benchmarks.restart;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.OwnCluster;
import io.shiplog.benchmarks.cluster.Waiting;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * One start of a control plane on what the last one left, watched from outside. Seconds since the
 * process was started, to about ten milliseconds.
 *
 * @param ready until {@code /readyz} says yes
 * @param written until a write is accepted
 * @param listed until a list of all pods was answered in full
 */
record Comeback(double ready, double written, double listed) {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String CONFIG_MAP =
      """
      {"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"after-restart-"}}
      """;

  /** Starts the control plane of a cluster, which must have ended. */
  static Comeback of(OwnCluster cluster) {
    try (KubeClient client = new KubeClient(cluster.kubeconfig(), 8, 8)) {
      long start = System.nanoTime();
      cluster.startAgain();
      Waiting.until(
          "the API is ready", PATIENCE, () -> succeeds(client, "GET", "/readyz", Buffer.buffer()));
      double ready = since(start);
      Waiting.until(
          "a write is accepted",
          PATIENCE,
          () ->
              succeeds(
                  client,
                  "POST",
                  "/api/v1/namespaces/default/configmaps",
                  Buffer.buffer(CONFIG_MAP)));
      double written = since(start);
      KubeClient.await("the list of pods", client.drain("/api/v1/pods"));
      return new Comeback(ready, written, since(start));
    }
  }

  private static boolean succeeds(KubeClient client, String method, String path, Buffer body) {
    return client
        .send(method, path, KubeClient.JSON, body)
        .map(KubeClient.Reply::ok)
        .otherwise(false)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
