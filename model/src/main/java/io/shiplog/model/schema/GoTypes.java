package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shiplog.model.Json;

/** What kube-apiserver's decoder, which is Go's, calls types and values in its messages. */
final class GoTypes {

  private GoTypes() {}

  /** {@code Deployment} of {@code io.k8s.api.apps.v1.Deployment}. */
  static String simpleName(String definition) {
    return definition.substring(definition.lastIndexOf('.') + 1);
  }

  /** The Go type of a value, such as {@code []v1.Container}. */
  static String name(Schema schema) {
    return switch (schema.type()) {
      case ARRAY -> "[]" + name(schema.items());
      case OBJECT -> schema.values() == null ? struct(schema.reference()) : map(schema.values());
      case STRING -> string(schema.format());
      case INTEGER -> schema.format().isEmpty() ? "int64" : schema.format();
      case NUMBER -> "float64";
      case BOOLEAN -> "bool";
      case INT_OR_STRING ->
          schema.format().equals(Schemas.QUANTITY) ? "resource.Quantity" : "intstr.IntOrString";
      case ANY -> "interface {}";
    };
  }

  /** What a JSON value is called. */
  static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      case STRING -> "string";
      default -> "object";
    };
  }

  /** What stands for null as an entry of a list or map; null where nothing does. */
  static JsonNode zero(Schema schema) {
    return switch (schema.type()) {
      case STRING -> schema.format().equals("date-time") ? null : TextNode.valueOf("");
      case INTEGER, NUMBER -> IntNode.valueOf(0);
      case BOOLEAN -> BooleanNode.FALSE;
      case OBJECT -> Json.object();
      case INT_OR_STRING ->
          schema.format().equals(Schemas.QUANTITY) ? TextNode.valueOf("0") : IntNode.valueOf(0);
      case ARRAY, ANY -> null;
    };
  }

  private static String struct(String definition) {
    int dot = definition.lastIndexOf('.', definition.lastIndexOf('.') - 1);
    return definition.substring(dot + 1);
  }

  private static String map(Schema values) {
    return values.format().equals(Schemas.QUANTITY)
        ? "v1.ResourceList"
        : "map[string]" + name(values);
  }

  private static String string(String format) {
    return switch (format) {
      case "byte" -> "[]uint8";
      case "date-time" -> "v1.Time";
      default -> "string";
    };
  }
}
