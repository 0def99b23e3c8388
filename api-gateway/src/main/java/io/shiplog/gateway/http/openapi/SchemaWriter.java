package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schema.ListKind;
import io.shiplog.model.schema.Schema.Type;
import io.shiplog.model.schema.SchemaSource;
import io.shiplog.model.schema.Schemas;
import java.util.Locale;

/** Writes a schema in OpenAPI's words. */
final class SchemaWriter {

  private final SchemaSource schemas;
  private final Dialect dialect;

  SchemaWriter(SchemaSource schemas, Dialect dialect) {
    this.schemas = schemas;
    this.dialect = dialect;
  }

  /** A definition: an object with fields. */
  ObjectNode definition(Schema schema) {
    ObjectNode node = Json.object();
    if (!schema.description().isEmpty()) {
      node.put("description", schema.description());
    }
    node.put("type", "object");
    if (!schema.properties().isEmpty()) {
      ObjectNode properties = node.putObject("properties");
      schema.properties().forEach((name, field) -> properties.set(name, field(field)));
    }
    if (!schema.required().isEmpty()) {
      schema.required().forEach(node.putArray("required")::add);
    }
    if (schema.atomicMap()) {
      node.put("x-kubernetes-map-type", "atomic");
    }
    return node;
  }

  private ObjectNode field(Schema schema) {
    String definition = definitionOf(schema);
    ObjectNode node = definition.isEmpty() ? inline(schema) : dialect.field(definition);
    String description = describe(schema);
    if (!description.isEmpty()) {
      node.put("description", description);
    }
    addMarkers(node, schema);
    return node;
  }

  // The client has no words for a field that holds an object; the object's first sentence serves.
  private String describe(Schema schema) {
    if (!schema.description().isEmpty() || schema.reference().isEmpty()) {
      return schema.description();
    }
    String whole = schemas.resolve(schema).description();
    int end = whole.indexOf(". ");
    return end < 0 ? whole : whole.substring(0, end + 1);
  }

  private ObjectNode element(Schema schema) {
    String definition = definitionOf(schema);
    return definition.isEmpty() ? inline(schema) : dialect.reference(definition);
  }

  private static String definitionOf(Schema schema) {
    if (schema.type() == Type.INT_OR_STRING) {
      return schema.format().equals(Schemas.QUANTITY)
          ? Definitions.QUANTITY
          : Definitions.INT_OR_STRING;
    }
    return schema.reference();
  }

  private ObjectNode inline(Schema schema) {
    ObjectNode node = Json.object();
    node.put(
        "type",
        schema.type() == Type.ANY ? "object" : schema.type().name().toLowerCase(Locale.ROOT));
    if (!schema.format().isEmpty()) {
      node.put("format", schema.format());
    }
    if (schema.items() != null) {
      node.set("items", element(schema.items()));
    }
    if (schema.values() != null) {
      node.set("additionalProperties", element(schema.values()));
    }
    return node;
  }

  private static void addMarkers(ObjectNode node, Schema schema) {
    if (schema.list() != ListKind.ATOMIC) {
      node.put("x-kubernetes-list-type", schema.list().name().toLowerCase(Locale.ROOT));
    }
    if (!schema.mergeKeys().isEmpty()) {
      schema.mergeKeys().forEach(node.putArray("x-kubernetes-list-map-keys")::add);
    }
    if (schema.atomicMap()) {
      node.put("x-kubernetes-map-type", "atomic");
    }
    boolean merges = !schema.patchMergeKey().isEmpty();
    if (merges && !schema.patchMergeKey().equals(Schema.PRIMITIVE)) {
      node.put("x-kubernetes-patch-merge-key", schema.patchMergeKey());
    }
    if (merges || schema.retainKeys()) {
      String retain = schema.retainKeys() ? (merges ? ",retainKeys" : "retainKeys") : "";
      node.put("x-kubernetes-patch-strategy", (merges ? "merge" : "") + retain);
    }
  }
}
