package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shiplog.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One step of a path to a field, written as {@code FieldsV1} writes it: {@code f:name} for a field,
 * {@code k:{…}} for the list entry with those keys, {@code v:…} for a value of a set, {@code i:n}
 * for an index.
 */
final class PathElements {

  /** Keys that may be left out of a list entry and what they then are, as the API defaults them. */
  private static final JsonNode DEFAULT_PROTOCOL = TextNode.valueOf("TCP");

  private PathElements() {}

  static String field(String name) {
    return "f:" + name;
  }

  static String value(JsonNode value) {
    return "v:" + value;
  }

  static String index(int index) {
    return "i:" + index;
  }

  /** The list entry that has these keys, or null where it has none of them. */
  static String keyed(List<String> keys, JsonNode entry) {
    TreeMap<String, JsonNode> present = new TreeMap<>();
    for (String key : keys) {
      JsonNode value = entry.get(key);
      if (value != null && !value.isNull()) {
        present.put(key, value);
      } else if (key.equals("protocol")) {
        present.put(key, DEFAULT_PROTOCOL);
      }
    }
    boolean only = present.size() == 1 && keys.size() > 1 && present.containsKey("protocol");
    return present.isEmpty() || only && !entry.has("protocol") ? null : write(present);
  }

  /** The same step as {@link #keyed} writes it: keys sorted, no blanks. */
  static String canonical(String element) {
    if (!element.startsWith("k:") || element.indexOf(',') < 0 && element.indexOf(' ') < 0) {
      return element;
    }
    try {
      JsonNode keys = Json.parse(element.substring(2).getBytes(StandardCharsets.UTF_8));
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      keys.properties().forEach(key -> sorted.put(key.getKey(), key.getValue()));
      return write(sorted);
    } catch (IllegalArgumentException e) {
      return element; // not a step of ours; kept as its author wrote it
    }
  }

  private static String write(SortedMap<String, JsonNode> keys) {
    StringBuilder text = new StringBuilder("k:{");
    keys.forEach(
        (key, value) ->
            text.append(text.length() == 3 ? "" : ",")
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
    return text.append('}').toString();
  }

  /** A path for people: {@code .spec.containers[name="web"].image}. */
  static String text(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String element : path) {
      String rest = element.substring(2);
      switch (element.charAt(0)) {
        case 'f' -> text.append('.').append(rest);
        case 'k' -> text.append('[').append(keys(rest)).append(']');
        case 'v' -> text.append("[=").append(rest).append(']');
        default -> text.append('[').append(rest).append(']');
      }
    }
    return text.toString();
  }

  private static String keys(String json) {
    StringBuilder text = new StringBuilder();
    Json.parseObject(json)
        .properties()
        .forEach(
            key ->
                text.append(text.isEmpty() ? "" : ",")
                    .append(key.getKey())
                    .append('=')
                    .append(key.getValue()));
    return text.toString();
  }
}
