package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Function;

/**
 * Encodes an OpenAPI 2 document as a protobuf message {@code openapi.v2.Document}, the parts of it
 * that our documents have. Field numbers are those of gnostic's OpenAPIv2.proto.
 */
final class GnosticV2 {

  private GnosticV2() {}

  static byte[] encode(ObjectNode document) {
    JsonNode info = document.path("info");
    return new ProtobufMessage()
        .text(1, text(document, "swagger"))
        .message(
            2, new ProtobufMessage().text(1, text(info, "title")).text(2, text(info, "version")))
        .message(8, named(document.path("paths"), 2, GnosticV2::pathItem))
        .message(9, named(document.path("definitions"), 1, GnosticV2::schema))
        .toBytes();
  }

  private static ProtobufMessage pathItem(JsonNode json) {
    ProtobufMessage item = new ProtobufMessage();
    String[] methods = {"get", "put", "post", "delete", "options", "head", "patch"};
    for (int i = 0; i < methods.length; i++) {
      if (json.has(methods[i])) {
        item.message(i + 2, operation(json.get(methods[i])));
      }
    }
    json.path("parameters").forEach(p -> item.message(9, parametersItem(p)));
    return item;
  }

  private static ProtobufMessage operation(JsonNode json) {
    ProtobufMessage operation = new ProtobufMessage();
    json.path("tags").forEach(tag -> operation.text(1, tag.asText()));
    operation.text(3, text(json, "description")).text(5, text(json, "operationId"));
    json.path("produces").forEach(type -> operation.text(6, type.asText()));
    json.path("consumes").forEach(type -> operation.text(7, type.asText()));
    json.path("parameters").forEach(p -> operation.message(8, parametersItem(p)));
    operation.message(9, named(json.path("responses"), 1, GnosticV2::responseValue));
    addExtensions(operation, 13, json);
    return operation;
  }

  private static ProtobufMessage responseValue(JsonNode json) {
    ProtobufMessage response = new ProtobufMessage().text(1, text(json, "description"));
    if (json.has("schema")) {
      response.message(2, wrapped(1, schema(json.get("schema"))));
    }
    return wrapped(1, response);
  }

  private static ProtobufMessage parametersItem(JsonNode json) {
    String in = text(json, "in");
    if (in.equals("body")) {
      ProtobufMessage body =
          new ProtobufMessage()
              .text(2, text(json, "name"))
              .text(3, in)
              .flag(4, json.path("required").asBoolean())
              .message(5, schema(json.path("schema")));
      return wrapped(1, wrapped(1, body));
    }
    boolean query = in.equals("query");
    ProtobufMessage parameter =
        new ProtobufMessage()
            .flag(1, json.path("required").asBoolean())
            .text(2, in)
            .text(3, text(json, "description"))
            .text(4, text(json, "name"))
            .text(query ? 6 : 5, text(json, "type"))
            .flag(query ? 20 : 19, json.path("uniqueItems").asBoolean());
    return wrapped(1, wrapped(2, wrapped(query ? 3 : 4, parameter)));
  }

  private static ProtobufMessage schema(JsonNode json) {
    ProtobufMessage schema =
        new ProtobufMessage()
            .text(1, text(json, "$ref"))
            .text(2, text(json, "format"))
            .text(4, text(json, "description"));
    json.path("required").forEach(name -> schema.text(19, name.asText()));
    if (json.has("additionalProperties")) {
      schema.message(21, wrapped(1, schema(json.get("additionalProperties"))));
    }
    if (json.has("type")) {
      schema.message(22, new ProtobufMessage().text(1, text(json, "type")));
    }
    if (json.has("items")) {
      schema.message(23, wrapped(1, schema(json.get("items"))));
    }
    if (json.has("properties")) {
      schema.message(25, named(json.get("properties"), 1, GnosticV2::schema));
    }
    addExtensions(schema, 31, json);
    return schema;
  }

  /** A message that holds named entries: (name, value) pairs in order. */
  private static ProtobufMessage named(
      JsonNode json, int field, Function<JsonNode, ProtobufMessage> value) {
    ProtobufMessage message = new ProtobufMessage();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      message.message(
          field,
          new ProtobufMessage().text(1, entry.getKey()).message(2, value.apply(entry.getValue())));
    }
    return message;
  }

  // Extensions travel as YAML, which JSON is too.
  private static void addExtensions(ProtobufMessage target, int field, JsonNode json) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (entry.getKey().startsWith("x-")) {
        ProtobufMessage any = new ProtobufMessage().text(2, entry.getValue() + "\n");
        target.message(field, new ProtobufMessage().text(1, entry.getKey()).message(2, any));
      }
    }
  }

  private static ProtobufMessage wrapped(int field, ProtobufMessage inner) {
    return new ProtobufMessage().message(field, inner);
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }
}
