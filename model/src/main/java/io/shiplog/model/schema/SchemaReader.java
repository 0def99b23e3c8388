package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a schema in OpenAPI's words. */
final class SchemaReader {

  private SchemaReader() {}

  static Schema read(ObjectNode json) {
    String strategy = json.path("x-kubernetes-patch-strategy").asText("");
    Map<String, Schema> properties = properties(json);
    return new Schema(
        type(json),
        json.path("format").asText(""),
        json.path("$ref").asText(""),
        json.path("description").asText(""),
        properties,
        json.get("additionalProperties") instanceof ObjectNode values ? read(values) : null,
        json.get("items") instanceof ObjectNode items ? read(items) : null,
        texts(json.path("required")),
        list(json),
        texts(json.path("x-kubernetes-list-map-keys")),
        json.path("x-kubernetes-map-type").asText("").equals("atomic"),
        patchMergeKey(json, strategy),
        strategy.contains("retainKeys"),
        presence(json),
        properties.entrySet().stream()
            .filter(property -> property.getValue().presence() == Schema.Presence.ALWAYS)
            .map(Map.Entry::getKey)
            .toList());
  }

  private static Schema.Presence presence(ObjectNode json) {
    return switch (json.path("presence").asText("")) {
      case "omitempty" -> Schema.Presence.OMITTED;
      case "always" -> Schema.Presence.ALWAYS;
      default -> Schema.Presence.AS_WRITTEN;
    };
  }

  private static Schema.Type type(ObjectNode json) {
    return switch (json.path("type").asText("")) {
      case "" -> Schema.Type.OBJECT; // a reference: every definition is an object
      case "object" -> Schema.Type.OBJECT;
      case "array" -> Schema.Type.ARRAY;
      case "string" -> Schema.Type.STRING;
      case "integer" -> Schema.Type.INTEGER;
      case "number" -> Schema.Type.NUMBER;
      case "boolean" -> Schema.Type.BOOLEAN;
      case "int-or-string" -> Schema.Type.INT_OR_STRING;
      case "any" -> Schema.Type.ANY;
      default -> throw new IllegalStateException("unknown type in schema: " + json.get("type"));
    };
  }

  private static Schema.ListKind list(ObjectNode json) {
    return switch (json.path("x-kubernetes-list-type").asText("atomic")) {
      case "map" -> Schema.ListKind.MAP;
      case "set" -> Schema.ListKind.SET;
      default -> Schema.ListKind.ATOMIC;
    };
  }

  private static String patchMergeKey(ObjectNode json, String strategy) {
    if (!json.path("type").asText("").equals("array") || !strategy.contains("merge")) {
      return "";
    }
    return json.path("x-kubernetes-patch-merge-key").asText(Schema.PRIMITIVE);
  }

  private static Map<String, Schema> properties(ObjectNode json) {
    Map<String, Schema> properties = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : json.path("properties").properties()) {
      properties.put(property.getKey(), read((ObjectNode) property.getValue()));
    }
    return Collections.unmodifiableMap(properties);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(entry -> texts.add(entry.asText()));
    return List.copyOf(texts);
  }
}
