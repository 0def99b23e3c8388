package io.shiplog.model.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Node selector terms, as node affinity writes them. Terms are alternatives; the expressions of a
 * term must all hold; a term without any matches nothing. Source: the API reference of
 * NodeSelectorTerm and NodeSelectorRequirement.
 */
public final class NodeSelectorTerms {

  private NodeSelectorTerms() {}

  /**
   * Whether one of the terms matches a node.
   *
   * @param labels of the node
   * @param name of the node
   */
  public static boolean anyMatches(JsonNode terms, Map<String, String> labels, String name) {
    for (JsonNode term : terms) {
      if (matches(term, labels, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a term matches a node with these labels and this name. */
  public static boolean matches(JsonNode term, Map<String, String> labels, String name) {
    JsonNode expressions = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    if (expressions.isEmpty() && fields.isEmpty()) {
      return false;
    }
    return allHold(expressions, labels) && allHold(fields, Map.of("metadata.name", name));
  }

  private static boolean allHold(JsonNode requirements, Map<String, String> values) {
    for (JsonNode requirement : requirements) {
      if (!holds(requirement, values.get(requirement.path("key").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(JsonNode requirement, String value) {
    JsonNode values = requirement.path("values");
    return switch (requirement.path("operator").asText()) {
      case "In" -> value != null && contains(values, value);
      case "NotIn" -> value == null || !contains(values, value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compares(value, values, 1);
      case "Lt" -> compares(value, values, -1);
      default -> false;
    };
  }

  private static boolean contains(JsonNode values, String value) {
    for (JsonNode candidate : values) {
      if (candidate.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  /** Compares integers; what is none does not match. */
  private static boolean compares(String value, JsonNode values, int sign) {
    if (value == null || values.size() != 1) {
      return false;
    }
    try {
      long left = Long.parseLong(value);
      long right = Long.parseLong(values.get(0).asText());
      return Long.compare(left, right) == sign;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
