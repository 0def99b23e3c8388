package io.shiplog.benchmarks.hollow;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.report.Runs;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A Deployment is created, then its template changes: each from the request until its status says
 * that every replica is updated and available, with the default bounds of a quarter.
 */
record Rollout(int replicas) implements Scenario {

  private static final String NAME = "large";

  @Override
  public String title() {
    return "a Deployment rolls out";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("replicas", Integer.toString(replicas));
  }

  @Override
  public void play(Stage stage, Runs runs) {
    String path = stage.deployments() + "/" + NAME;
    long start = System.nanoTime();
    stage
        .client()
        .must(
            "POST",
            stage.deployments(),
            KubeClient.JSON,
            Manifests.deployment(NAME, replicas, "1").toString());
    awaitComplete(stage, path, "replicas available");
    runs.add("first revision", "s", Scenario.seconds(start, System.nanoTime()));
    start = System.nanoTime();
    stage
        .client()
        .must(
            "PATCH",
            path,
            KubeClient.MERGE_PATCH,
            Manifests.deployment(NAME, replicas, "2").toString());
    awaitComplete(stage, path, "replicas updated and available");
    runs.add("next revision", "s", Scenario.seconds(start, System.nanoTime()));
    int others = stage.pods();
    stage.client().must("DELETE", path, KubeClient.JSON, "");
    stage
        .progress()
        .await("replicas deleted", replicas, () -> replicas + others - stage.census().bound());
  }

  private void awaitComplete(Stage stage, String path, String what) {
    stage.progress().await(what, replicas, () -> available(stage, path));
  }

  /** The replicas that are what the template says; one less while others are left. */
  private int available(Stage stage, String path) {
    JsonNode deployment = stage.client().call("GET", path, KubeClient.JSON, Buffer.buffer()).json();
    JsonNode status = deployment.path("status");
    long generation = deployment.path("metadata").path("generation").asLong();
    if (status.path("observedGeneration").asLong() < generation) {
      return 0;
    }
    int updated = status.path("updatedReplicas").asInt();
    boolean others = status.path("replicas").asInt() > updated;
    int available = Math.min(updated, status.path("availableReplicas").asInt());
    return others ? Math.min(available, replicas - 1) : available;
  }
}
