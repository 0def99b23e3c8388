package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which taints a pod puts up with. Source: Kubernetes' documentation, "Taints and Tolerations": an
 * empty key with Exists matches every taint, an empty effect every effect.
 */
public final class Tolerations {

  private Tolerations() {}

  /** Whether one of the pod's tolerations matches the taint. */
  public static boolean tolerates(JsonNode podSpec, JsonNode taint) {
    for (JsonNode toleration : podSpec.path("tolerations")) {
      if (matches(toleration, taint)) {
        return true;
      }
    }
    return false;
  }

  /** The first taint that keeps the pod away from the node; null where none does. */
  public static JsonNode untolerated(JsonNode podSpec, NodeInfo node) {
    for (JsonNode taint : node.taints()) {
      String effect = taint.path("effect").asText();
      boolean hard = effect.equals("NoSchedule") || effect.equals("NoExecute");
      if (hard && !tolerates(podSpec, taint)) {
        return taint;
      }
    }
    return null;
  }

  /** Whether the pod tolerates a taint that is made up of a key and an effect. */
  public static boolean tolerates(JsonNode podSpec, String key, String effect) {
    return tolerates(podSpec, io.shiplog.model.Json.object().put("key", key).put("effect", effect));
  }

  private static boolean matches(JsonNode toleration, JsonNode taint) {
    String effect = toleration.path("effect").asText("");
    if (!effect.isEmpty() && !effect.equals(taint.path("effect").asText())) {
      return false;
    }
    String key = toleration.path("key").asText("");
    if (!key.isEmpty() && !key.equals(taint.path("key").asText())) {
      return false;
    }
    return switch (toleration.path("operator").asText("")) {
      case "Exists" -> true;
      case "", "Equal" ->
          !key.isEmpty()
              && toleration.path("value").asText("").equals(taint.path("value").asText(""));
      default -> false;
    };
  }
}
