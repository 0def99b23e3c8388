package io.shiplog.deployment.decide.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The taints that follow from a node's conditions. Source: Kubernetes documentation, "Taints and
 * Tolerations", section "Taint based Evictions".
 */
final class NodeTaints {

  static final String NOT_READY = "node.kubernetes.io/not-ready";
  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  static final String NO_EXECUTE = "NoExecute";
  private static final String NO_SCHEDULE = "NoSchedule";
  private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

  private static final Map<String, String> BY_CONDITION =
      Map.of(
          "MemoryPressure", "node.kubernetes.io/memory-pressure",
          "DiskPressure", "node.kubernetes.io/disk-pressure",
          "PIDPressure", "node.kubernetes.io/pid-pressure",
          "NetworkUnavailable", "node.kubernetes.io/network-unavailable");

  private record Taint(String key, String effect) {}

  private NodeTaints() {}

  /**
   * The taints a node should have: its own as they stand, and those that follow, as they must.
   *
   * @param evicts whether nodes in trouble lose their pods
   */
  static ArrayNode of(KubeObject node, boolean evicts, Instant now) {
    Set<Taint> wanted = wanted(node, evicts);
    ArrayNode taints = Json.array();
    for (JsonNode taint : node.spec().path("taints")) {
      Taint known = new Taint(taint.path("key").asText(), taint.path("effect").asText());
      if (!managed(known) || wanted.remove(known)) {
        taints.add(taint.deepCopy());
      }
    }
    for (Taint taint : wanted) {
      ObjectNode added = taints.addObject();
      added.put("key", taint.key()).put("effect", taint.effect());
      added.put("timeAdded", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return taints;
  }

  private static Set<Taint> wanted(KubeObject node, boolean evicts) {
    Set<Taint> wanted = new LinkedHashSet<>();
    List<String> effects = evicts ? List.of(NO_SCHEDULE, NO_EXECUTE) : List.of(NO_SCHEDULE);
    switch (node.condition("Ready").path("status").asText("")) {
      case "True" -> {}
      case "False" -> effects.forEach(effect -> wanted.add(new Taint(NOT_READY, effect)));
      case "Unknown" -> effects.forEach(effect -> wanted.add(new Taint(UNREACHABLE, effect)));
      default -> wanted.add(new Taint(NOT_READY, NO_SCHEDULE)); // It has not said anything yet.
    }
    BY_CONDITION.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> node.conditionTrue(entry.getKey()))
        .forEach(entry -> wanted.add(new Taint(entry.getValue(), NO_SCHEDULE)));
    if (node.spec().path("unschedulable").asBoolean(false)) {
      wanted.add(new Taint(UNSCHEDULABLE, NO_SCHEDULE));
    }
    return wanted;
  }

  private static boolean managed(Taint taint) {
    boolean health = taint.key().equals(NOT_READY) || taint.key().equals(UNREACHABLE);
    return health
        || taint.effect().equals(NO_SCHEDULE)
            && (taint.key().equals(UNSCHEDULABLE) || BY_CONDITION.containsValue(taint.key()));
  }
}
