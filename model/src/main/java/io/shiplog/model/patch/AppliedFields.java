package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.schema.Schema.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields an applied configuration sets, and whether the schema knows them all. */
final class AppliedFields {

  /** More do not help anybody, and each may name a key of a megabyte. */
  private static final int MOST_ERRORS = 100;

  private final FieldSet set = new FieldSet();
  private final List<String> path = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private AppliedFields() {}

  /**
   * The fields that a configuration sets.
   *
   * @throws ApiException 400 with everything that does not fit the schema
   */
  static FieldSet of(Shape shape, ObjectNode config) {
    AppliedFields fields = new AppliedFields();
    fields.walk(shape, config);
    if (!fields.errors.isEmpty()) {
      throw PatchErrors.malformed(fields.message(config));
    }
    return fields.set;
  }

  private void walk(Shape shape, JsonNode value) {
    switch (shape.kind()) {
      case SCALAR -> {
        checkScalar(shape, value);
        set.insert(path);
      }
      case ATOMIC -> set.insert(path);
      case STRUCT, MAP -> {
        if (expect(value.isObject(), "map", value)) {
          fields(shape, value);
        }
      }
      case SET, KEYED -> {
        if (expect(value.isArray(), "list", value)) {
          entries(shape, value);
        }
      }
    }
  }

  private void fields(Shape shape, JsonNode object) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      path.add(PathElements.field(field.getKey()));
      boolean declared = shape.declares(path.getLast());
      if (!declared && shape.kind() == Shape.Kind.STRUCT) {
        error("field not declared in schema");
      } else {
        JsonNode value = field.getValue();
        walk(shape.field(field.getKey()), value);
        if (!declared || value.isObject() && value.isEmpty()) {
          set.insert(path);
        }
      }
      path.removeLast();
    }
  }

  private void entries(Shape shape, JsonNode list) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String element = shape.element(list.get(i));
      if (element == null) {
        error("element " + i + ": associative list has an element without its key fields");
        continue;
      }
      path.add(element);
      if (!seen.add(element)) {
        path.removeLast();
        error("duplicate entries for key " + PathElements.text(List.of(element)));
        continue;
      }
      walk(shape.items(), list.get(i));
      set.insert(path);
      path.removeLast();
    }
  }

  private void checkScalar(Shape shape, JsonNode value) {
    Type type = shape.schema().type();
    switch (type) {
      case STRING -> expect(value.isTextual(), "string", value);
      case INTEGER, NUMBER -> expect(value.isNumber(), "numeric (int or float)", value);
      case BOOLEAN -> expect(value.isBoolean(), "boolean", value);
      default -> expect(value.isValueNode(), "scalar", value);
    }
  }

  private boolean expect(boolean fits, String wanted, JsonNode value) {
    if (!fits) {
      error("expected " + wanted + ", got " + PatchErrors.shown(value));
    }
    return fits;
  }

  private void error(String what) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(PatchErrors.cut(PathElements.text(path)) + ": " + PatchErrors.cut(what));
    }
  }

  private String message(ObjectNode config) {
    String namespace = Json.text(config, "metadata", "namespace");
    String name = Json.text(config, "metadata", "name");
    String about =
        "failed to create typed patch object ("
            + (namespace.isEmpty() ? "" : namespace)
            + "/"
            + name
            + "; "
            + Json.text(config, "apiVersion")
            + ", Kind="
            + Json.text(config, "kind")
            + "): ";
    return about
        + (errors.size() == 1 ? errors.getFirst() : "errors:\n  " + String.join("\n  ", errors));
  }
}
