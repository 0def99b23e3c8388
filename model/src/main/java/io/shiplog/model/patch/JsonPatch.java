package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.error.ApiException;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of RFC 6902 on one tree. Our own, because the libraries at hand answer odd
 * pointers with whatever exception comes by, and a patch is what anyone may send. What the
 * operations of one patch may cost together is bounded: see {@link PatchBudget}.
 */
final class JsonPatch {

  private final PatchBudget budget = new PatchBudget();
  private JsonNode root;

  /**
   * @param root the tree to change
   */
  JsonPatch(JsonNode root) {
    this.root = root;
  }

  /** The tree as the operations so far have left it. */
  JsonNode result() {
    return root;
  }

  /** Carries out one operation; 422 if it does not apply, 413 if it makes too much of the tree. */
  void apply(JsonNode operation) {
    String op = operation.path("op").asText("");
    List<String> path = pointer(operation, "path");
    switch (op) {
      case "add" -> add(path, value(operation));
      case "remove" -> remove(path);
      case "replace" -> replace(path, value(operation));
      case "move" -> move(pointer(operation, "from"), path);
      case "copy" -> copy(pointer(operation, "from"), path);
      case "test" -> test(path, operation.has("value") ? value(operation) : NullNode.instance);
      default -> throw PatchErrors.unprocessable("Unexpected kind: " + op);
    }
  }

  private void test(List<String> path, JsonNode expected) {
    JsonNode found = find(path);
    budget.compare(expected);
    boolean same = found == null ? expected.isNull() : equal(found, expected);
    if (!same) {
      throw PatchErrors.unprocessable("testing value " + text(path) + " failed: test failed");
    }
  }

  /** Numbers are equal by value: 1 and 1.0 are the same. */
  private static boolean equal(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) ->
            a.equals(b)
                    || a.isNumber()
                        && b.isNumber()
                        && a.decimalValue().compareTo(b.decimalValue()) == 0
                ? 0
                : 1,
        other);
  }

  private void move(List<String> from, List<String> path) {
    if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
      throw PatchErrors.unprocessable("cannot move " + text(from) + " into itself");
    }
    JsonNode value = get(from);
    remove(from);
    add(path, value);
  }

  private void copy(List<String> from, List<String> path) {
    JsonNode value = get(from);
    budget.copy(value);
    add(path, value.deepCopy());
  }

  private void add(List<String> path, JsonNode value) {
    budget.place(path.size(), value);
    if (path.isEmpty()) {
      root = value;
      return;
    }
    switch (parent(path)) {
      case ObjectNode object -> object.set(path.getLast(), value);
      case ArrayNode list ->
          list.insert(path.getLast().equals("-") ? list.size() : index(path, list.size()), value);
      default -> throw missing(path);
    }
  }

  /** Unlike RFC 6902 has it, and as kube-apiserver does it, a member that is absent is added. */
  private void replace(List<String> path, JsonNode value) {
    budget.place(path.size(), value);
    if (path.isEmpty()) {
      root = value;
      return;
    }
    switch (parent(path)) {
      case ObjectNode object -> object.set(path.getLast(), value);
      case ArrayNode list -> list.set(index(path, list.size() - 1), value);
      default -> throw missing(path);
    }
  }

  private void remove(List<String> path) {
    get(path);
    if (path.isEmpty()) {
      root = NullNode.instance;
    } else if (parent(path) instanceof ArrayNode list) {
      list.remove(index(path, list.size() - 1));
    } else {
      ((ObjectNode) parent(path)).remove(path.getLast());
    }
  }

  private JsonNode parent(List<String> path) {
    return get(path.subList(0, path.size() - 1));
  }

  private JsonNode get(List<String> path) {
    JsonNode found = find(path);
    if (found == null) {
      throw missing(path);
    }
    return found;
  }

  /** What is at a path, or null where nothing is. */
  private JsonNode find(List<String> path) {
    JsonNode node = root;
    for (int i = 0; i < path.size() && node != null; i++) {
      String step = path.get(i);
      if (node instanceof ArrayNode list) {
        int at = position(step);
        node = at < 0 ? null : list.get(at);
      } else {
        node = node.get(step);
      }
    }
    return node;
  }

  private static int index(List<String> path, int max) {
    int at = position(path.getLast());
    if (at < 0 || at > max) {
      throw PatchErrors.unprocessable("invalid array index in " + text(path));
    }
    return at;
  }

  /** An array index as RFC 6901 writes it, or -1. */
  private static int position(String step) {
    boolean digits = !step.isEmpty() && step.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean plain = step.length() <= 9 && (step.equals("0") || !step.startsWith("0"));
    return digits && plain ? Integer.parseInt(step) : -1;
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    if (value == null) {
      throw PatchErrors.unprocessable("operation has no value: " + PatchErrors.shown(operation));
    }
    return value.deepCopy();
  }

  /** Reads a JSON pointer (RFC 6901). */
  private static List<String> pointer(JsonNode operation, String field) {
    JsonNode pointer = operation.path(field);
    String text = pointer.asText("");
    if (!pointer.isTextual() || !text.isEmpty() && text.charAt(0) != '/') {
      throw PatchErrors.unprocessable(
          field + " is not a JSON pointer in " + PatchErrors.shown(operation));
    }
    List<String> steps = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String step : text.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }

  private static String text(List<String> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(step -> text.append('/').append(step.replace("~", "~0").replace("/", "~1")));
    return text.toString();
  }

  private static ApiException missing(List<String> path) {
    return PatchErrors.unprocessable("doc is missing path: " + text(path) + ": missing value");
  }
}
