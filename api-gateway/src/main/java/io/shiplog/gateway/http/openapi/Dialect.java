package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;

/** Where versions 2 and 3 of OpenAPI say the same in different words. */
enum Dialect {
  V2 {
    @Override
    String target(String definition) {
      return "#/definitions/" + definition;
    }

    @Override
    ObjectNode field(String definition) {
      return reference(definition);
    }

    @Override
    ObjectNode parameter(Parameter parameter) {
      return Parameter.common(parameter).put("type", parameter.type()).put("uniqueItems", true);
    }

    @Override
    void body(ObjectNode operation, List<String> consumes, String definition, boolean required) {
      consumes.forEach(operation.withArray("consumes")::add);
      ObjectNode body = operation.withArray("parameters").addObject();
      body.put("in", "body").put("name", "body");
      if (required) {
        body.put("required", true);
      }
      body.set("schema", reference(definition));
    }

    @Override
    void response(
        ObjectNode operation, String code, String text, List<String> produces, ObjectNode schema) {
      ObjectNode response = operation.withObject("/responses").putObject(code);
      response.put("description", text);
      if (schema != null) {
        response.set("schema", schema);
        if (!operation.has("produces")) {
          produces.forEach(operation.putArray("produces")::add);
        }
      }
    }
  },
  V3 {
    @Override
    String target(String definition) {
      return "#/components/schemas/" + definition;
    }

    // Version 3.0 allows nothing beside a $ref, and a field has more to say.
    @Override
    ObjectNode field(String definition) {
      ObjectNode field = Json.object();
      field.putArray("allOf").add(reference(definition));
      return field;
    }

    @Override
    ObjectNode parameter(Parameter parameter) {
      ObjectNode node = Parameter.common(parameter);
      node.putObject("schema").put("type", parameter.type()).put("uniqueItems", true);
      return node;
    }

    @Override
    void body(ObjectNode operation, List<String> consumes, String definition, boolean required) {
      ObjectNode body = operation.putObject("requestBody");
      if (required) {
        body.put("required", true);
      }
      ObjectNode content = body.putObject("content");
      consumes.forEach(type -> content.putObject(type).set("schema", reference(definition)));
    }

    @Override
    void response(
        ObjectNode operation, String code, String text, List<String> produces, ObjectNode schema) {
      ObjectNode response = operation.withObject("/responses").putObject(code);
      response.put("description", text);
      if (schema != null) {
        ObjectNode content = response.putObject("content");
        produces.forEach(type -> content.putObject(type).set("schema", schema));
      }
    }
  };

  /** The value of a {@code $ref}. */
  abstract String target(String definition);

  /** The schema of a field whose type is a definition, open to further words. */
  abstract ObjectNode field(String definition);

  /** A parameter in the path or the query. */
  abstract ObjectNode parameter(Parameter parameter);

  /** Says what an operation takes. */
  abstract void body(
      ObjectNode operation, List<String> consumes, String definition, boolean required);

  /** Says what an operation answers; the schema is null where the body has none. */
  abstract void response(
      ObjectNode operation, String code, String text, List<String> produces, ObjectNode schema);

  /** A bare reference. */
  ObjectNode reference(String definition) {
    return Json.object().put("$ref", target(definition));
  }
}
