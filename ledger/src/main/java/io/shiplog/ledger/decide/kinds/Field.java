package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A place in an object: its path as errors name it, and what stands there. The path is put together
 * only when it is asked for: most fields are right, and rules look at many.
 */
final class Field {

  private final Field parent;
  private final Object step;
  private final boolean bracketed;
  private final JsonNode node;

  private Field(Field parent, Object step, boolean bracketed, JsonNode node) {
    this.parent = parent;
    this.step = step;
    this.bracketed = bracketed;
    this.node = node;
  }

  /** A place with this path, such as {@code spec.containers[0].name}. */
  Field(String path, JsonNode node) {
    this(null, path, false, node);
  }

  /** A top-level field of an object. */
  static Field of(JsonNode object, String name) {
    return new Field(name, object.path(name));
  }

  /** Where this is, such as {@code spec.containers[0].name}. */
  String path() {
    StringBuilder path = new StringBuilder();
    write(path);
    return path.toString();
  }

  /** The value; a missing node where there is none, never null. */
  JsonNode node() {
    return node;
  }

  /** A field below this one. */
  Field at(String name) {
    return new Field(this, name, false, node.path(name));
  }

  /** The entry of a map below this one, written {@code limits[cpu]}. */
  Field key(String key) {
    return new Field(this, key, true, node.path(key));
  }

  /** The entries of a list, in order; none where this is no list. */
  List<Field> items() {
    if (!node.isArray() || node.isEmpty()) {
      return List.of();
    }
    List<Field> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(new Field(this, i, true, node.path(i)));
    }
    return items;
  }

  /** The entries of a map, in order, as {@link #key} writes them. */
  void entries(EntryConsumer consumer) {
    node.properties().forEach(e -> consumer.accept(e.getKey(), key(e.getKey())));
  }

  /** Runs a check where the field is set. */
  void ifSet(Consumer<Field> check) {
    if (isSet()) {
      check.accept(this);
    }
  }

  /** There, and not null. */
  boolean isSet() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Absent, null, an empty text, list or map. */
  boolean isEmpty() {
    return !isSet()
        || (node.isTextual() ? node.asText().isEmpty() : node.isContainerNode() && node.isEmpty());
  }

  /** The text, or the empty string. */
  String text() {
    return node.isNull() ? "" : node.asText("");
  }

  /** The number, or zero. */
  long number() {
    return node.asLong(0);
  }

  /** The boolean, or false. */
  boolean isTrue() {
    return node.asBoolean(false);
  }

  private void write(StringBuilder path) {
    if (parent != null) {
      parent.write(path);
    }
    if (bracketed) {
      path.append('[').append(step).append(']');
    } else {
      path.append(path.isEmpty() ? "" : ".").append(step);
    }
  }

  /** Takes an entry of a map. */
  @FunctionalInterface
  interface EntryConsumer {
    void accept(String key, Field value);
  }
}
