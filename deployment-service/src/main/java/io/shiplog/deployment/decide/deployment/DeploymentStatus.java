package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.List;

/** The numbers of a Deployment's status. */
final class DeploymentStatus {

  private DeploymentStatus() {}

  /** The status with its numbers as they are now; whatever else it says is kept. */
  static ObjectNode counted(Rollout rollout) {
    KubeObject deployment = rollout.deployment();
    ObjectNode status =
        deployment.status() instanceof ObjectNode old ? old.deepCopy() : Json.object();
    List<KubeObject> all = rollout.all();
    int wanted = all.stream().mapToInt(rs -> Size.of(rs).replicas()).sum();
    int available = sum(all, "availableReplicas");
    put(status, "observedGeneration", deployment.generation());
    put(status, "replicas", sum(all, "replicas"));
    put(
        status,
        "updatedReplicas",
        rollout.current() == null ? 0 : rollout.current().status().path("replicas").asInt(0));
    put(status, "readyReplicas", sum(all, "readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, wanted - available));
    return status;
  }

  /** Whether every pod is of the current template and serves. */
  static boolean complete(KubeObject deployment, JsonNode status) {
    int desired = deployment.spec().path("replicas").asInt(1);
    return status.path("updatedReplicas").asInt(0) == desired
        && status.path("replicas").asInt(0) == desired
        && status.path("availableReplicas").asInt(0) == desired
        && status.path("observedGeneration").asLong(0) >= deployment.generation();
  }

  /** Whether something got better: a new pod more, an old one less, one more ready or available. */
  static boolean progressed(JsonNode before, JsonNode now) {
    int olds = before.path("replicas").asInt(0) - before.path("updatedReplicas").asInt(0);
    int oldsNow = now.path("replicas").asInt(0) - now.path("updatedReplicas").asInt(0);
    return oldsNow < olds
        || more(before, now, "updatedReplicas")
        || more(before, now, "readyReplicas")
        || more(before, now, "availableReplicas");
  }

  private static boolean more(JsonNode before, JsonNode now, String field) {
    return now.path(field).asInt(0) > before.path(field).asInt(0);
  }

  private static int sum(List<KubeObject> replicaSets, String field) {
    return replicaSets.stream().mapToInt(rs -> rs.status().path(field).asInt(0)).sum();
  }

  private static void put(ObjectNode status, String field, long value) {
    if (value == 0) {
      status.remove(field);
    } else {
      status.put(field, value);
    }
  }
}
