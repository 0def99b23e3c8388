package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Filling in what a writer left out. */
final class Defaults {

  private Defaults() {}

  /** Sets a text that is absent, null or empty. */
  static void text(ObjectNode node, String field, String value) {
    if (node.path(field).asText("").isEmpty() || node.path(field).isNull()) {
      node.put(field, value);
    }
  }

  /** Sets a number that is absent or null; a zero that the writer gave stays. */
  static void number(ObjectNode node, String field, int value) {
    if (!node.hasNonNull(field)) {
      node.put(field, value);
    }
  }

  /** Sets a number that is absent, null or zero, for fields that cannot tell zero from absence. */
  static void nonZero(ObjectNode node, String field, int value) {
    if (node.path(field).asLong(0) == 0 && !node.path(field).isTextual()) {
      node.put(field, value);
    }
  }

  /** Sets a boolean that is absent or null. */
  static void bool(ObjectNode node, String field, boolean value) {
    if (!node.hasNonNull(field)) {
      node.put(field, value);
    }
  }

  /** The object under a field, made where there is none. */
  static ObjectNode object(ObjectNode node, String field) {
    return node.get(field) instanceof ObjectNode child ? child : node.putObject(field);
  }

  /** The objects in a list; none where the field is no list. */
  static List<ObjectNode> items(JsonNode node, String field) {
    List<ObjectNode> items = new ArrayList<>();
    for (JsonNode item : node.path(field)) {
      if (item instanceof ObjectNode object) {
        items.add(object);
      }
    }
    return items;
  }

  /**
   * Writes each quantity of a resource list in canonical form, rounded up to thousandths; what is
   * no quantity stays.
   */
  static void canonicalQuantities(JsonNode resources) {
    if (resources instanceof ObjectNode map) {
      for (Map.Entry<String, JsonNode> entry : List.copyOf(map.properties())) {
        canonicalQuantity(map, entry.getKey());
        Quantity.tryParse(map.path(entry.getKey()))
            .filter(value -> value.toBigDecimal().stripTrailingZeros().scale() > 3)
            .map(value -> Quantity.ofMillis(value.milliValue()))
            .ifPresent(value -> map.put(entry.getKey(), value.toString()));
      }
    }
  }

  /** Writes one quantity in canonical form; what is no quantity stays. */
  static void canonicalQuantity(ObjectNode node, String field) {
    Quantity.tryParse(node.path(field)).ifPresent(value -> node.put(field, value.toString()));
  }

  /** Removes explicit nulls, which mean to the API that the field is absent. */
  static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(entry -> entry.getValue() == null || entry.getValue().isNull());
    }
    node.forEach(Defaults::dropNulls);
  }
}
