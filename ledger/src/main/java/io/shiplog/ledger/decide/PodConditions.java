package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.Set;

/**
 * Whose conditions a pod has. A node writes the whole status of a pod as it last saw it; a
 * readiness gate that somebody patched meanwhile must not be lost by that. A kubelet sends a patch
 * of its own conditions for the same reason.
 */
final class PodConditions {

  /** Those that a node decides (Kubernetes documentation, pod lifecycle, "Pod conditions"). */
  private static final Set<String> OF_THE_NODE =
      Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");

  private PodConditions() {}

  /** Puts the conditions that are not a node's, as they are now, into a status that it wrote. */
  static void keepOthers(ObjectNode updated, KubeObject current) {
    ObjectNode status = Json.ensure(updated, "status");
    ArrayNode conditions = Json.array();
    add(conditions, status.path("conditions"), true);
    add(conditions, current.status().path("conditions"), false);
    if (conditions.isEmpty()) {
      status.remove("conditions");
    } else {
      status.set("conditions", conditions);
    }
  }

  private static void add(ArrayNode conditions, JsonNode from, boolean ofTheNode) {
    for (JsonNode condition : from) {
      if (OF_THE_NODE.contains(condition.path("type").asText()) == ofTheNode) {
        conditions.add((JsonNode) condition.deepCopy());
      }
    }
  }
}
