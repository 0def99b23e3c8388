package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether a pod says itself what makes one node better for it than another. */
final class Preferences {

  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private Preferences() {}

  /** Whether the pod prefers certain nodes, certain neighbours, or an even spread. */
  static boolean of(JsonNode podSpec) {
    JsonNode affinity = podSpec.path("affinity");
    for (JsonNode kind : affinity) {
      if (!kind.path(PREFERRED).isEmpty()) {
        return true;
      }
    }
    for (JsonNode constraint : podSpec.path("topologySpreadConstraints")) {
      if (constraint.path("whenUnsatisfiable").asText().equals("ScheduleAnyway")) {
        return true;
      }
    }
    return false;
  }
}
