package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;

/**
 * What Go makes of empty fields between reading and writing an object. Source: {@code
 * encoding/json}, and the types of {@code k8s.io/api}; but where Go writes null, nothing is written
 * here, which readers cannot tell apart.
 */
final class NormalForm {

  private NormalForm() {}

  /** Whether a field vanishes that holds this value. */
  static boolean omits(Schema field, JsonNode value) {
    return field.presence() == Schema.Presence.OMITTED && value != null && empty(value);
  }

  private static boolean empty(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, ARRAY -> value.isEmpty();
      case STRING -> value.textValue().isEmpty();
      case BOOLEAN -> !value.booleanValue();
      case NUMBER -> value.doubleValue() == 0;
      default -> false;
    };
  }

  /** Adds to an object the fields that are always written, and returns it. */
  static ObjectNode complete(SchemaSource schemas, Schema schema, ObjectNode object) {
    for (String name : schema.always()) {
      if (!object.has(name)) {
        JsonNode zero = zero(schemas, schema.properties().get(name));
        if (zero != null) {
          object.set(name, zero);
        }
      }
    }
    return object;
  }

  /** What stands for an absent value; null where nothing does. */
  static JsonNode zero(SchemaSource schemas, Schema schema) {
    return switch (schema.type()) {
      case OBJECT ->
          schema.values() == null
              ? complete(schemas, schemas.resolve(schema), Json.object())
              : Json.object();
      case ARRAY -> Json.array();
      default -> GoTypes.zero(schema);
    };
  }
}
