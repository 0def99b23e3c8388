package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The conditions of a Deployment while its next status is drawn up. */
final class Conditions {

  private final Map<String, ObjectNode> byType = new LinkedHashMap<>();
  private final String now;

  Conditions(JsonNode status, Instant now) {
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
    for (JsonNode condition : status.path("conditions")) {
      byType.put(condition.path("type").asText(), condition.deepCopy());
    }
  }

  /**
   * Sets a condition. One that says the same, for the same reason, stays as it is; the transition
   * time stays while the status does.
   */
  void set(String type, String status, String reason, String message) {
    ObjectNode old = byType.get(type);
    boolean sameStatus = old != null && old.path("status").asText().equals(status);
    if (sameStatus && old.path("reason").asText().equals(reason)) {
      return;
    }
    replace(type, status, reason, message);
  }

  /** Sets a condition and its update time, even if it says the same. */
  void replace(String type, String status, String reason, String message) {
    ObjectNode old = byType.remove(type);
    boolean sameStatus = old != null && old.path("status").asText().equals(status);
    ObjectNode condition = Json.object().put("type", type).put("status", status);
    condition.put("lastUpdateTime", now);
    condition.put(
        "lastTransitionTime", sameStatus ? old.path("lastTransitionTime").asText(now) : now);
    condition.put("reason", reason).put("message", message);
    byType.put(type, condition);
  }

  void remove(String type) {
    byType.remove(type);
  }

  /** The reason of a condition; empty where there is none. */
  String reason(String type) {
    return text(type, "reason");
  }

  /** The message of a condition; empty where there is none. */
  String message(String type) {
    return text(type, "message");
  }

  /** When a condition was last updated. */
  Optional<Instant> updated(String type) {
    ObjectNode condition = byType.get(type);
    return condition == null
        ? Optional.empty()
        : KubeObject.instant(condition.path("lastUpdateTime"));
  }

  ArrayNode json() {
    ArrayNode all = Json.array();
    byType.values().forEach(all::add);
    return all;
  }

  private String text(String type, String field) {
    ObjectNode condition = byType.get(type);
    return condition == null ? "" : condition.path(field).asText("");
  }
}
