package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields differ between two trees of one shape.
 *
 * @param changed fields that are new or have another value
 * @param removed fields that are gone
 */
record Comparison(FieldSet changed, FieldSet removed) {

  static Comparison of(Shape shape, JsonNode before, JsonNode after) {
    Comparison comparison = new Comparison(new FieldSet(), new FieldSet());
    comparison.walk(shape, before, after, new ArrayList<>());
    return comparison;
  }

  boolean isEmpty() {
    return changed.isEmpty() && removed.isEmpty();
  }

  /** The same without these fields and all below them. */
  Comparison without(FieldSet ignored) {
    return new Comparison(changed.minusWhole(ignored), removed.minusWhole(ignored));
  }

  private void walk(Shape shape, JsonNode before, JsonNode after, List<String> path) {
    boolean leaf =
        Structured.emptyOrAbsent(before) && Structured.emptyOrAbsent(after)
            || !shape.kind().fields() && !shape.kind().entries();
    if (leaf || !fits(shape, before) || !fits(shape, after)) {
      compare(shape, before, after, path);
      return;
    }
    if (shape.kind().fields()) {
      fields(shape, orEmpty(before), orEmpty(after), path);
    } else {
      entries(shape, before, after, path);
    }
    if (Structured.absent(before)) {
      changed.insert(path);
    } else if (Structured.absent(after)) {
      removed.insert(path);
    }
  }

  private void compare(Shape shape, JsonNode before, JsonNode after, List<String> path) {
    if (Structured.absent(before)) {
      if (!Structured.absent(after)) {
        changed.insert(path);
      }
    } else if (Structured.absent(after)) {
      removed.insert(path);
    } else if (!shape.same(before, after)) {
      changed.insert(path);
    }
  }

  private void fields(Shape shape, JsonNode before, JsonNode after, List<String> path) {
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      descend(shape, field.getKey(), field.getValue(), after.get(field.getKey()), path);
    }
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      if (!before.has(field.getKey())) {
        descend(shape, field.getKey(), null, field.getValue(), path);
      }
    }
  }

  private void descend(
      Shape shape, String name, JsonNode before, JsonNode after, List<String> path) {
    if (before != null && before.equals(after)) {
      return; // most of an object does not change in one write
    }
    path.add(PathElements.field(name));
    walk(shape.field(name), before, after, path);
    path.removeLast();
  }

  private void entries(Shape shape, JsonNode before, JsonNode after, List<String> path) {
    Map<String, JsonNode> old = entriesOf(shape, before);
    Map<String, JsonNode> now = entriesOf(shape, after);
    Set<String> all = new LinkedHashSet<>(old.keySet());
    all.addAll(now.keySet());
    Shape items = shape.items();
    for (String element : all) {
      path.add(element);
      walk(items, old.get(element), now.get(element), path);
      path.removeLast();
    }
  }

  private static Map<String, JsonNode> entriesOf(Shape shape, JsonNode list) {
    return list instanceof ArrayNode array ? Structured.entries(shape, array) : Map.of();
  }

  private static boolean fits(Shape shape, JsonNode value) {
    return Structured.absent(value) || (shape.kind().fields() ? value.isObject() : value.isArray());
  }

  private static JsonNode orEmpty(JsonNode value) {
    return Structured.absent(value) ? Json.object() : value;
  }
}
