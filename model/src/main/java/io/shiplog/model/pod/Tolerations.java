package io.shiplog.model.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which taints a pod tolerates, and for how long. Source: Kubernetes documentation, "Taints and
 * Tolerations"; {@code ToleratesTaint} in {@code k8s.io/component-helpers}: an empty key with
 * Exists (and with nothing else) matches every taint, an empty effect every effect, an operator
 * that nobody knows none.
 */
public final class Tolerations {

  private Tolerations() {}

  /** Whether one of the pod's tolerations matches the taint. */
  public static boolean tolerates(JsonNode podSpec, JsonNode taint) {
    return matching(podSpec, taint).isPresent();
  }

  /** Whether the pod tolerates a taint that is made up of a key and an effect. */
  public static boolean tolerates(JsonNode podSpec, String key, String effect) {
    return tolerates(podSpec, Json.object().put("key", key).put("effect", effect));
  }

  /** The first of the pod's tolerations that matches the taint. */
  public static Optional<JsonNode> matching(JsonNode podSpec, JsonNode taint) {
    for (JsonNode toleration : podSpec.path("tolerations")) {
      if (matches(toleration, taint)) {
        return Optional.of(toleration);
      }
    }
    return Optional.empty();
  }

  /**
   * {@code tolerationSeconds} of a toleration: how long a pod stays once a NoExecute taint is
   * there. Empty where it stays for ever; less than nothing is nothing.
   */
  public static OptionalLong seconds(JsonNode toleration) {
    return toleration.hasNonNull("tolerationSeconds")
        ? OptionalLong.of(Math.max(0, toleration.path("tolerationSeconds").asLong()))
        : OptionalLong.empty();
  }

  /** Whether a taint keeps pods that do not tolerate it off its node: not all only ask them. */
  public static boolean keepsAway(JsonNode taint) {
    String effect = taint.path("effect").asText();
    return effect.equals("NoSchedule") || effect.equals("NoExecute");
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
