package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may change in a pod once it exists: images, deadlines, added tolerations, and more as long
 * as scheduling gates hold it back. Source: Kubernetes documentation, "Pod update and replacement".
 */
final class PodUpdateRules {

  private static final String MAY_CHANGE =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  private PodUpdateRules() {}

  /** Checks the change from one pod spec to another, both after defaulting. */
  static void check(Field spec, JsonNode before, Problems problems) {
    if (spec.node().equals(before)) {
      return; // as in most updates, which are of labels, annotations or status
    }
    for (String list : List.of("containers", "initContainers")) {
      if (spec.at(list).node().size() != before.path(list).size()) {
        problems.forbidden(spec.at(list), "pod updates may not add or remove containers");
        return;
      }
    }
    deadline(spec.at("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"), problems);
    tolerations(spec.at("tolerations"), before.path("tolerations"), problems);
    gates(spec.at("schedulingGates"), before.path("schedulingGates"), problems);
    others(spec, before, problems);
  }

  private static void deadline(Field deadline, JsonNode before, Problems problems) {
    if (!before.isNumber()) {
      return;
    }
    if (!deadline.isSet()) {
      problems.invalid(deadline, "must not update from a positive integer to nil value");
    } else if (deadline.number() > before.asLong()) {
      problems.invalid(deadline, "must be less than or equal to previous value");
    }
  }

  /** Every old toleration must still be there; only its seconds may differ. */
  private static void tolerations(Field tolerations, JsonNode before, Problems problems) {
    Set<List<String>> now = new HashSet<>();
    tolerations.items().forEach(one -> now.add(withoutSeconds(one.node())));
    for (JsonNode old : before) {
      if (!now.contains(withoutSeconds(old))) {
        problems.forbidden(
            tolerations, "existing toleration can not be modified except its tolerationSeconds");
        return;
      }
    }
  }

  private static List<String> withoutSeconds(JsonNode toleration) {
    return Stream.of("key", "operator", "value", "effect")
        .map(field -> toleration.path(field).asText(""))
        .toList();
  }

  private static void gates(Field gates, JsonNode before, Problems problems) {
    Set<String> former = new HashSet<>();
    before.forEach(gate -> former.add(gate.path("name").asText()));
    for (Field gate : gates.items()) {
      if (!former.contains(gate.at("name").text())) {
        problems.forbidden(
            gates,
            "only deletion is allowed, but found new scheduling gate '"
                + gate.at("name").text()
                + "'");
      }
    }
  }

  private static void others(Field spec, JsonNode before, Problems problems) {
    if (!(before.deepCopy() instanceof ObjectNode allowed)) {
      return;
    }
    for (String list : List.of("containers", "initContainers")) {
      List<ObjectNode> containers = Defaults.items(allowed, list);
      for (int i = 0; i < containers.size(); i++) {
        copy(spec.node().path(list).path(i), containers.get(i), "image");
      }
    }
    for (String field : List.of("activeDeadlineSeconds", "tolerations", "schedulingGates")) {
      copy(spec.node(), allowed, field);
    }
    if (!before.path("schedulingGates").isEmpty()) {
      copy(spec.node(), allowed, "nodeSelector");
      copy(spec.node(), allowed, "affinity");
    }
    long grace = before.path("terminationGracePeriodSeconds").asLong(0);
    if (grace < 0 && spec.at("terminationGracePeriodSeconds").number() == 1) {
      copy(spec.node(), allowed, "terminationGracePeriodSeconds");
    }
    List<String> changed = Semantics.differences("spec", allowed, spec.node());
    if (!changed.isEmpty()) {
      problems.forbidden(spec, MAY_CHANGE + "\nchanged: " + String.join(", ", changed));
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.hasNonNull(field)) {
      to.set(field, from.get(field).deepCopy());
    } else {
      to.remove(field);
    }
  }
}
