package io.shiplog.schemagen;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How lists and maps merge: the {@code x-kubernetes-*} markers, which the client's classes do not
 * carry.
 */
final class MergeKeys {

  /** Stands in the table's second column for the definition itself. */
  static final String DEFINITION_ITSELF = "(type)";

  private final Map<String, String> markers = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  private MergeKeys() {}

  /** Reads {@code merge-keys.tsv}. */
  static MergeKeys load() {
    MergeKeys keys = new MergeKeys();
    for (String line : Tables.lines("merge-keys.tsv")) {
      String[] columns = line.split("\t");
      keys.markers.put(columns[0] + "\t" + columns[1], columns[2]);
    }
    return keys;
  }

  /** Adds the markers of one property, or of the definition itself, to its schema. */
  void mark(String definition, String property, ObjectNode schema) {
    String key = definition + "\t" + property;
    for (String marker : markers.getOrDefault(key, "").split(" ")) {
      used.add(key);
      int equals = marker.indexOf('=');
      if (equals > 0) {
        add(schema, "x-kubernetes-" + marker.substring(0, equals), marker.substring(equals + 1));
      }
    }
  }

  /** Rows that no definition used: a misspelt table. */
  Set<String> unused() {
    Set<String> unused = new HashSet<>(markers.keySet());
    unused.removeAll(used);
    return unused;
  }

  private static void add(ObjectNode schema, String name, String value) {
    if (name.equals("x-kubernetes-list-map-keys")) {
      ArrayNode keys = schema.putArray(name);
      for (String key : value.split(",")) {
        keys.add(key);
      }
    } else {
      schema.put(name, value);
    }
  }
}
