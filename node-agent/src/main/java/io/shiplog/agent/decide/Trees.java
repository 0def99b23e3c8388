package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Compares JSON trees by what they mean: absent, null and empty are the same. */
public final class Trees {

  private Trees() {}

  /** Whether two trees mean the same. */
  public static boolean same(JsonNode a, JsonNode b) {
    if (empty(a) && empty(b)) {
      return true;
    }
    if (a instanceof ObjectNode && b instanceof ObjectNode) {
      Set<String> fields = new HashSet<>();
      a.fieldNames().forEachRemaining(fields::add);
      b.fieldNames().forEachRemaining(fields::add);
      return fields.stream().allMatch(field -> same(a.path(field), b.path(field)));
    }
    if (a.isArray() && b.isArray()) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!same(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.isValueNode() && b.isValueNode() && a.asText().equals(b.asText());
  }

  private static boolean empty(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (JsonNode child : object) {
        if (!empty(child)) {
          return false;
        }
      }
      return true;
    }
    return node.isMissingNode()
        || node.isNull()
        || (node.isTextual() && node.asText().isEmpty())
        || (node.isArray() && node.isEmpty());
  }
}
