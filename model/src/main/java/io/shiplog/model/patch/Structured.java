package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Trees merged and thinned out as their schema says; what is given is never changed. */
final class Structured {

  private Structured() {}

  /** The live tree with the applied one over it. */
  static JsonNode merge(Shape shape, JsonNode live, JsonNode applied) {
    if (absent(applied)) {
      return absent(live) ? applied : live.deepCopy();
    }
    if (absent(live)) {
      return applied.deepCopy();
    }
    if (shape.kind().fields() && live.isObject() && applied.isObject()) {
      ObjectNode result = live.deepCopy();
      applied
          .properties()
          .forEach(
              field ->
                  result.set(
                      field.getKey(),
                      merge(
                          shape.field(field.getKey()),
                          live.get(field.getKey()),
                          field.getValue())));
      return result;
    }
    if (shape.kind().entries() && live.isArray() && applied.isArray()) {
      return mergeEntries(shape, (ArrayNode) live, (ArrayNode) applied);
    }
    return shape.same(live, applied) ? live.deepCopy() : applied.deepCopy();
  }

  /** Applied entries stand in their own order, entries that only live has keep their places. */
  private static ArrayNode mergeEntries(Shape shape, ArrayNode live, ArrayNode applied) {
    Map<String, JsonNode> mine = entries(shape, live);
    Map<String, JsonNode> theirs = entries(shape, applied);
    ArrayNode result = Json.array();
    Set<String> placed = new HashSet<>();
    var next = theirs.entrySet().iterator();
    for (Map.Entry<String, JsonNode> entry : mine.entrySet()) {
      if (!theirs.containsKey(entry.getKey())) {
        result.add(entry.getValue().deepCopy());
      }
      while (theirs.containsKey(entry.getKey()) && !placed.contains(entry.getKey())) {
        var one = next.next();
        placed.add(one.getKey());
        result.add(merge(shape.items(), mine.get(one.getKey()), one.getValue()));
      }
    }
    next.forEachRemaining(
        one -> result.add(merge(shape.items(), mine.get(one.getKey()), one.getValue())));
    return result;
  }

  /** The tree without those fields and entries, nor the containers this leaves empty. */
  static ObjectNode without(Shape shape, ObjectNode tree, FieldSet gone) {
    return remove(shape, tree, gone) instanceof ObjectNode left ? left : Json.object();
  }

  private static JsonNode remove(Shape shape, JsonNode tree, FieldSet gone) {
    if (shape.kind().fields() && tree.isObject()) {
      ObjectNode left = Json.object();
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        String element = PathElements.field(field.getKey());
        JsonNode kept = keep(shape.field(field.getKey()), field.getValue(), gone, element);
        if (kept != null) {
          left.set(field.getKey(), kept);
        }
      }
      return left.isEmpty() ? null : left;
    }
    if (shape.kind().entries() && tree.isArray()) {
      ArrayNode left = Json.array();
      entries(shape, (ArrayNode) tree)
          .forEach(
              (element, entry) -> {
                JsonNode kept = keep(shape.items(), entry, gone, element);
                if (kept != null) {
                  left.add(kept);
                }
              });
      return left.isEmpty() ? null : left;
    }
    return tree;
  }

  private static JsonNode keep(Shape shape, JsonNode value, FieldSet gone, String element) {
    if (gone.has(element)) {
      return null;
    }
    FieldSet below = gone.below(element);
    return below == null ? value.deepCopy() : remove(shape, value, below);
  }

  /**
   * A list's entries by their path elements, in order. Entries that cannot be told apart (no keys,
   * or keys that came before) go by their index.
   */
  static Map<String, JsonNode> entries(Shape shape, ArrayNode list) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String element = shape.element(list.get(i));
      boolean usable = element != null && !entries.containsKey(element);
      entries.put(usable ? element : PathElements.index(i), list.get(i));
    }
    return entries;
  }

  /** A copy without the fields that are null, at any depth. */
  static ObjectNode withoutNulls(ObjectNode tree) {
    ObjectNode copy = tree.deepCopy();
    dropNulls(copy);
    return copy;
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.removeIf(JsonNode::isNull);
    }
    node.forEach(Structured::dropNulls);
  }

  static boolean absent(JsonNode node) {
    return node == null || node.isNull() || node.isMissingNode();
  }

  static boolean emptyOrAbsent(JsonNode node) {
    return absent(node) || node.isContainerNode() && node.isEmpty();
  }
}
