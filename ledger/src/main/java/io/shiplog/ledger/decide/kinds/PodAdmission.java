package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new pod gets beyond the defaults of its fields: in Kubernetes the work of the admission
 * plugins ServiceAccount, DefaultTolerationSeconds and Priority, which every cluster runs.
 */
final class PodAdmission {

  private static final int TOLERATION_SECONDS = 300;
  private static final Map<String, Integer> SYSTEM_PRIORITIES =
      Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

  private PodAdmission() {}

  /** What a pod gets when it is made. */
  static void created(ObjectNode spec) {
    Defaults.text(spec, "serviceAccountName", "default");
    PodSpecDefaults.serviceAccountAlias(spec);
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
    Integer priority = priority(spec);
    if (priority != null) {
      Defaults.number(spec, "priority", priority);
    }
    Defaults.text(spec, "preemptionPolicy", "PreemptLowerPriority");
  }

  /** Why a pod that got all this may not be made; empty where it may. */
  static Optional<String> refusal(JsonNode spec) {
    return wrongPriority(spec).or(() -> runtimeClass(spec)).or(() -> overhead(spec));
  }

  /** What an update gets back when its writer left it out. */
  static void updated(ObjectNode spec, JsonNode before) {
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
    for (String field : List.of("priority", "preemptionPolicy")) {
      if (!spec.hasNonNull(field) && before.hasNonNull(field)) {
        spec.set(field, before.get(field));
      }
    }
  }

  /** A pod stays for five minutes on a node in trouble, unless it says otherwise. */
  private static void tolerate(ObjectNode spec, String taint) {
    for (JsonNode toleration : spec.path("tolerations")) {
      String key = toleration.path("key").asText("");
      String effect = toleration.path("effect").asText("");
      boolean speaksOfIt = key.equals(taint) || key.isEmpty();
      if (speaksOfIt && (effect.equals("NoExecute") || effect.isEmpty())) {
        return;
      }
    }
    ArrayNode tolerations =
        spec.get("tolerations") instanceof ArrayNode list ? list : spec.putArray("tolerations");
    ObjectNode toleration = Json.object();
    toleration.put("effect", "NoExecute");
    toleration.put("key", taint);
    toleration.put("operator", "Exists");
    toleration.put("tolerationSeconds", TOLERATION_SECONDS);
    tolerations.add(toleration);
  }

  /** There are the classes of the system and no others; null for a class that is none. */
  private static Integer priority(JsonNode spec) {
    String className = spec.path("priorityClassName").asText("");
    return className.isEmpty() ? Integer.valueOf(0) : SYSTEM_PRIORITIES.get(className);
  }

  private static Optional<String> wrongPriority(JsonNode spec) {
    Integer priority = priority(spec);
    if (priority == null) {
      String className = spec.path("priorityClassName").asText();
      return Optional.of("no PriorityClass with name " + className + " was found");
    }
    return spec.path("priority").asInt() == priority
        ? Optional.empty()
        : Optional.of(
            "the integer value of priority ("
                + spec.path("priority").asText()
                + ") must not be provided in pod spec; priority admission controller computed "
                + priority
                + " from the given PriorityClass name");
  }

  /** There are no RuntimeClasses. */
  private static Optional<String> runtimeClass(JsonNode spec) {
    String name = spec.path("runtimeClassName").asText("");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of("pod rejected: RuntimeClass \"" + name + "\" not found");
  }

  /** An overhead belongs to a RuntimeClass, and there are none. */
  private static Optional<String> overhead(JsonNode spec) {
    return spec.path("overhead").isEmpty()
        ? Optional.empty()
        : Optional.of(
            "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
  }
}
