package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;

/** The keys with which a strategic merge patch says more than values can. */
final class Directives {

  /** On an object or a list entry: {@code replace}, {@code delete} or {@code merge}. */
  static final String PATCH = "$patch";

  /** On an object: the only keys that may stay. */
  static final String RETAIN_KEYS = "$retainKeys";

  /** Before a list's name: in which order its entries are to stand. */
  static final String ORDER = "$setElementOrder/";

  /** Before a list's name: plain values to take out of it. */
  static final String DELETE = "$deleteFromPrimitiveList/";

  private Directives() {}

  static boolean is(String key) {
    return key.equals(PATCH)
        || key.equals(RETAIN_KEYS)
        || key.startsWith(ORDER)
        || key.startsWith(DELETE);
  }

  /**
   * What a patch means where the object has nothing yet: its values, without directives, nulls, and
   * the list entries that are directives themselves.
   */
  static JsonNode dropped(JsonNode patch) {
    return switch (patch) {
      case ObjectNode object -> {
        ObjectNode plain = Json.object();
        object
            .properties()
            .forEach(
                field -> {
                  if (!is(field.getKey()) && !field.getValue().isNull()) {
                    plain.set(field.getKey(), dropped(field.getValue()));
                  }
                });
        yield plain;
      }
      case ArrayNode list -> {
        ArrayNode plain = Json.array();
        list.forEach(
            entry -> {
              if (!entry.has(PATCH) || entry.path(PATCH).asText().equals("merge")) {
                plain.add(dropped(entry));
              }
            });
        yield plain;
      }
      default -> patch.deepCopy();
    };
  }
}
