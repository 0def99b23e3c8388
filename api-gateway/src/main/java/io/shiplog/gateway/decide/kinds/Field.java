package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A place in an object: its path as errors name it, and what stands there.
 *
 * @param path such as {@code spec.containers[0].name}
 * @param node the value; a missing node where there is none, never null
 */
record Field(String path, JsonNode node) {

  /** A top-level field of an object. */
  static Field of(JsonNode object, String name) {
    return new Field(name, object.path(name));
  }

  /** A field below this one. */
  Field at(String name) {
    return new Field(path.isEmpty() ? name : path + "." + name, node.path(name));
  }

  /** The entry of a map below this one, written {@code limits[cpu]}. */
  Field key(String key) {
    return new Field(path + "[" + key + "]", node.path(key));
  }

  /** The entries of a list, in order; none where this is no list. */
  List<Field> items() {
    List<Field> items = new ArrayList<>();
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        items.add(new Field(path + "[" + i + "]", node.path(i)));
      }
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

  /** Takes an entry of a map. */
  @FunctionalInterface
  interface EntryConsumer {
    void accept(String key, Field value);
  }
}
