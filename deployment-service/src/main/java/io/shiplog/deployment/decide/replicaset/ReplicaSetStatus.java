package io.shiplog.deployment.decide.replicaset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.select.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a ReplicaSet says of its pods.
 *
 * @param json the status as it should be
 * @param changesAt when it will be another because a ready pod becomes available; null if it won't
 */
record ReplicaSetStatus(ObjectNode json, Instant changesAt) {

  /** Counts the active pods of a ReplicaSet. */
  static ReplicaSetStatus of(KubeObject replicaSet, List<KubeObject> active, Instant now) {
    long minReadySeconds = replicaSet.spec().path("minReadySeconds").asLong(0);
    LabelSelector labels =
        LabelSelector.ofMap(
            KubeObject.stringMap(
                replicaSet.spec().path("template").path("metadata").path("labels")));
    int labeled = 0;
    int ready = 0;
    int available = 0;
    Instant next = null;
    for (KubeObject pod : active) {
      labeled += labels.matches(pod.labels()) ? 1 : 0;
      ready += PodState.ready(pod) ? 1 : 0;
      Optional<Instant> at = PodState.availableAt(pod, minReadySeconds);
      if (at.isPresent() && !at.get().isAfter(now)) {
        available++;
      } else if (at.isPresent() && (next == null || at.get().isBefore(next))) {
        next = at.get();
      }
    }
    ObjectNode status = Json.object();
    status.put("replicas", active.size());
    putUnlessZero(status, "fullyLabeledReplicas", labeled);
    putUnlessZero(status, "readyReplicas", ready);
    putUnlessZero(status, "availableReplicas", available);
    putUnlessZero(status, "observedGeneration", replicaSet.generation());
    JsonNode conditions = replicaSet.status().path("conditions");
    if (!conditions.isEmpty()) {
      status.set("conditions", conditions.deepCopy());
    }
    return new ReplicaSetStatus(status, next);
  }

  /** Whether the ReplicaSet says something else now. */
  boolean differsFrom(KubeObject replicaSet) {
    JsonNode now = replicaSet.status();
    for (String field :
        List.of(
            "replicas",
            "fullyLabeledReplicas",
            "readyReplicas",
            "availableReplicas",
            "observedGeneration")) {
      if (now.path(field).asLong(0) != json.path(field).asLong(0)) {
        return true;
      }
    }
    return !now.has("replicas");
  }

  private static void putUnlessZero(ObjectNode node, String field, long value) {
    if (value != 0) {
      node.put(field, value);
    }
  }
}
