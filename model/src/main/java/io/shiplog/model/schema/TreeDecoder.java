package io.shiplog.model.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One walk over one tree. Two paths are kept because the two kinds of errors name places
 * differently: strict errors with map keys and indexes ({@code spec.containers[0].imagee}), type
 * errors with field names alone, behind the type that holds the field ({@code
 * Container.spec.containers.stdin}).
 */
final class TreeDecoder {

  /** kube-apiserver's decoder stops to list strict errors here. */
  private static final int MOST_STRICT_ERRORS = 100;

  private final SchemaSource schemas;
  private final boolean normal;
  private final Set<String> duplicates;
  private final Set<String> strictErrors = new LinkedHashSet<>();
  private final List<Object> path = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private final Deque<String> owners = new ArrayDeque<>();
  private String typeError = "";

  /**
   * A walk that has not begun.
   *
   * @param normal whether what is empty is written as Go would write it, or as it was
   */
  TreeDecoder(SchemaSource schemas, Collection<String> duplicates, boolean normal) {
    this.schemas = schemas;
    this.normal = normal;
    this.duplicates = new LinkedHashSet<>(duplicates);
  }

  Decoded decode(String definition, Schema schema, ObjectNode tree) {
    ObjectNode object = struct(definition, schema, tree);
    // Those within what is unknown were not come by.
    duplicates.forEach(this::strictError);
    return new Decoded(object, List.copyOf(strictErrors), typeError);
  }

  private ObjectNode struct(String definition, Schema schema, ObjectNode tree) {
    owners.push(definition);
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String name = entry.getKey();
      Schema field = schema.properties().get(name);
      path.add(name);
      tellDuplicate();
      if (field == null) {
        strictError("unknown field \"" + FieldPaths.text(path) + "\"");
      } else if (!entry.getValue().isNull()) {
        fields.add(name);
        JsonNode value = value(field, entry.getValue());
        if (!normal || !NormalForm.omits(field, value)) {
          put(result, name, value);
        }
        fields.removeLast();
      }
      path.removeLast();
    }
    owners.pop();
    return normal ? NormalForm.complete(schemas, schema, result) : result;
  }

  /** The value as it is kept, or null where it is of the wrong type. */
  private JsonNode value(Schema schema, JsonNode value) {
    return switch (schema.type()) {
      case ANY -> value.deepCopy();
      case ARRAY -> value instanceof ArrayNode array ? list(schema, array) : wrong(schema, value);
      case OBJECT -> value instanceof ObjectNode tree ? object(schema, tree) : wrong(schema, value);
      default -> {
        Scalars.Result result = Scalars.decode(schema, value);
        yield switch (result) {
          case Scalars.Kept kept -> kept.value();
          case Scalars.Mismatch mismatch -> mismatch(mismatch.found(), mismatch.wanted());
          case Scalars.Malformed malformed -> fail(malformed.message());
        };
      }
    };
  }

  private JsonNode object(Schema schema, ObjectNode tree) {
    return schema.values() == null
        ? struct(schema.reference(), schemas.resolve(schema), tree)
        : map(schema.values(), tree);
  }

  private ObjectNode map(Schema values, ObjectNode tree) {
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      path.add(entry.getKey());
      tellDuplicate();
      put(result, entry.getKey(), element(values, entry.getValue()));
      path.removeLast();
    }
    return result;
  }

  private ArrayNode list(Schema schema, ArrayNode array) {
    ArrayNode result = Json.array();
    for (int i = 0; i < array.size(); i++) {
      path.add(i);
      JsonNode element = element(schema.items(), array.get(i));
      if (element != null) {
        result.add(element);
      }
      path.removeLast();
    }
    return result;
  }

  // A null field is absent; a null entry of a list or map is there, and has its type's zero value.
  private JsonNode element(Schema schema, JsonNode value) {
    return value.isNull() ? zero(schema) : value(schema, value);
  }

  private JsonNode zero(Schema schema) {
    return normal ? NormalForm.zero(schemas, schema) : GoTypes.zero(schema);
  }

  private static void put(ObjectNode target, String name, JsonNode value) {
    if (value != null) {
      target.set(name, value);
    }
  }

  private JsonNode wrong(Schema schema, JsonNode value) {
    return mismatch(GoTypes.found(value), GoTypes.name(schema));
  }

  private JsonNode mismatch(String found, String wanted) {
    return fail(
        "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
            .formatted(found, GoTypes.simpleName(owners.peek()), String.join(".", fields), wanted));
  }

  private JsonNode fail(String message) {
    if (typeError.isEmpty()) {
      typeError = message;
    }
    return null;
  }

  /** Duplicates are told where they stand among the unknown fields: in the document's order. */
  private void tellDuplicate() {
    if (!duplicates.isEmpty()) {
      String text = DuplicateFields.text(path);
      if (duplicates.remove(text)) {
        strictError(text);
      }
    }
  }

  private void strictError(String text) {
    if (strictErrors.size() < MOST_STRICT_ERRORS) {
      strictErrors.add(text);
    }
  }
}
