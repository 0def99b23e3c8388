package io.shiplog.deployment.decide.node;

import com.fasterxml.jackson.databind.JsonNode;

/** How long a pod puts up with a NoExecute taint. */
final class Patience {

  /** There is a toleration without an end. */
  static final long FOR_EVER = -1;

  /** What admission gives every pod that says nothing of nodes in trouble. */
  private static final long DEFAULT_SECONDS = 300;

  private Patience() {}

  /**
   * The seconds a pod stays once the taint is there: 0 where no toleration matches, the shortest
   * where several do. A pod that says nothing of nodes in trouble stays as long as admission would
   * have made it.
   */
  static long seconds(JsonNode tolerations, JsonNode taint) {
    boolean tolerated = false;
    long shortest = FOR_EVER;
    for (JsonNode toleration : tolerations) {
      if (!matches(toleration, taint)) {
        continue;
      }
      tolerated = true;
      if (toleration.hasNonNull("tolerationSeconds")) {
        long seconds = Math.max(0, toleration.path("tolerationSeconds").asLong());
        shortest = shortest == FOR_EVER ? seconds : Math.min(shortest, seconds);
      }
    }
    if (tolerated) {
      return shortest;
    }
    String key = taint.path("key").asText();
    boolean trouble = key.equals(NodeTaints.NOT_READY) || key.equals(NodeTaints.UNREACHABLE);
    return trouble ? DEFAULT_SECONDS : 0;
  }

  private static boolean matches(JsonNode toleration, JsonNode taint) {
    String effect = toleration.path("effect").asText("");
    String key = toleration.path("key").asText("");
    boolean exists = toleration.path("operator").asText("").equals("Exists");
    if (!effect.isEmpty() && !effect.equals(taint.path("effect").asText())) {
      return false;
    }
    if (key.isEmpty()) {
      return exists;
    }
    return key.equals(taint.path("key").asText())
        && (exists || toleration.path("value").asText("").equals(taint.path("value").asText("")));
  }
}
