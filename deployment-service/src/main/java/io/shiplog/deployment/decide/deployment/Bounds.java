package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;

/**
 * How far a Deployment may stray from its size while it changes.
 *
 * @param desired {@code spec.replicas}
 * @param surge how many pods may be there beyond that
 * @param unavailable how many of them may be missing
 */
record Bounds(int desired, int surge, int unavailable) {

  private static final String DEFAULT = "25%";

  /**
   * The bounds of a Deployment. With Recreate nothing may be there beyond, and all may be missing.
   */
  static Bounds of(KubeObject deployment) {
    int desired = deployment.spec().path("replicas").asInt(1);
    if (recreates(deployment)) {
      return new Bounds(desired, 0, 0);
    }
    JsonNode rolling = deployment.spec().path("strategy").path("rollingUpdate");
    return of(desired, rolling.path("maxSurge"), rolling.path("maxUnavailable"));
  }

  /** Whether all old pods must be gone before the first new one. */
  static boolean recreates(KubeObject deployment) {
    return deployment.at("spec", "strategy", "type").asText("").equals("Recreate");
  }

  /**
   * Resolves numbers and percentages: the surge is rounded up, the unavailable down. Should both
   * come to nothing, one may be unavailable, or the rollout could never move (API reference of
   * {@code RollingUpdateDeployment}).
   */
  static Bounds of(int desired, JsonNode maxSurge, JsonNode maxUnavailable) {
    int surge = resolve(maxSurge, desired, true);
    int unavailable = resolve(maxUnavailable, desired, false);
    if (surge == 0 && unavailable == 0) {
      unavailable = 1;
    }
    return new Bounds(desired, surge, Math.min(unavailable, desired));
  }

  /** Most pods there may be. */
  int most() {
    return desired + surge;
  }

  /** Fewest available pods there may be. */
  int fewest() {
    return desired - unavailable;
  }

  private static int resolve(JsonNode value, int of, boolean up) {
    if (value.isNumber()) {
      return value.asInt();
    }
    String text = value.isTextual() ? value.asText() : DEFAULT;
    if (!text.endsWith("%")) {
      return 0; // Validation lets none through.
    }
    long hundredths = Long.parseLong(text.substring(0, text.length() - 1)) * of;
    return (int) (up ? Math.ceilDiv(hundredths, 100L) : Math.floorDiv(hundredths, 100L));
  }
}
