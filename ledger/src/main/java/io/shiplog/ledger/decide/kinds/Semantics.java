package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * When two values mean the same to the API: an absent field, a null, an empty list or map, an empty
 * text, false and zero are all "not set".
 */
final class Semantics {

  private Semantics() {}

  static boolean equal(JsonNode left, JsonNode right) {
    if (unset(left) || unset(right)) {
      return unset(left) && unset(right);
    }
    if (left.isObject() && right.isObject()) {
      return left.properties().stream()
              .allMatch(field -> equal(field.getValue(), right.path(field.getKey())))
          && right.properties().stream()
              .allMatch(field -> left.has(field.getKey()) || unset(field.getValue()));
    }
    if (left.isArray() && right.isArray()) {
      return left.size() == right.size() && sameItems(left, right);
    }
    return left.isNumber() && right.isNumber()
        ? left.decimalValue().compareTo(right.decimalValue()) == 0
        : left.equals(right);
  }

  /** The innermost paths at which two values differ, in order. */
  static List<String> differences(String path, JsonNode left, JsonNode right) {
    if (equal(left, right)) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    if (left.isObject() && right.isObject()) {
      for (String name : names(left, right)) {
        paths.addAll(differences(path + "." + name, left.path(name), right.path(name)));
      }
    } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        paths.addAll(differences(path + "[" + i + "]", left.path(i), right.path(i)));
      }
    } else {
      paths.add(path);
    }
    return paths;
  }

  private static boolean sameItems(JsonNode left, JsonNode right) {
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.path(i), right.path(i))) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> names(JsonNode left, JsonNode right) {
    TreeSet<String> names = new TreeSet<>();
    left.fieldNames().forEachRemaining(names::add);
    right.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static boolean unset(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return true;
    }
    if (node.isContainerNode()) {
      return node.isEmpty();
    }
    return node.isTextual() ? node.asText().isEmpty() : !node.asBoolean(true);
  }
}
