package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.SchemaSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Kubernetes' strategic merge patch: maps merge, lists merge where the schema names a key for them,
 * and directives say the rest. Source: the Kubernetes documentation of {@code kubectl patch} and
 * the strategic-merge-patch design.
 */
public final class StrategicMerge {

  private final SchemaSource schemas;

  private StrategicMerge(SchemaSource schemas) {
    this.schemas = schemas;
  }

  /**
   * Applies a strategic merge patch.
   *
   * @param schema the kind's own definition
   * @return a new tree
   * @throws ApiException 400 if the patch is not an object or misuses a directive, 422 if an entry
   *     of a merging list lacks its merge key
   */
  public static ObjectNode apply(
      SchemaSource schemas, Schema schema, ObjectNode current, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      throw PatchErrors.malformed("error decoding patch: a strategic merge patch is an object");
    }
    return new StrategicMerge(schemas).merge(schema, current, changes);
  }

  /** Merges one object; {@code declared} is null where nothing is known about it. */
  ObjectNode merge(Schema declared, ObjectNode current, ObjectNode patch) {
    switch (patch.path(Directives.PATCH).asText("")) {
      case "", "merge" -> {}
      case "replace" -> {
        ObjectNode whole = patch.deepCopy();
        whole.remove(Directives.PATCH);
        return (ObjectNode) Directives.dropped(whole);
      }
      case "delete" -> {
        return Json.object();
      }
      default -> throw PatchErrors.malformed("unknown patch type: " + patch.path(Directives.PATCH));
    }
    ObjectNode result = current.deepCopy();
    retainKeys(result, patch);
    Set<String> ordered = orderLists(declared, result, patch);
    patch
        .properties()
        .forEach(
            field -> {
              if (!ordered.contains(field.getKey())) {
                mergeField(declared, result, field.getKey(), field.getValue());
              }
            });
    return result;
  }

  private void mergeField(Schema declared, ObjectNode result, String name, JsonNode patch) {
    if (name.startsWith(Directives.DELETE)) {
      deleteValues(result, name.substring(Directives.DELETE.length()), patch);
      return;
    }
    if (Directives.is(name)) {
      return;
    }
    JsonNode current = result.get(name);
    if (patch.isNull()) {
      result.remove(name);
    } else if (current instanceof ObjectNode object && patch instanceof ObjectNode changes) {
      result.set(name, merge(field(declared, name), object, changes));
    } else if (current instanceof ArrayNode list && patch instanceof ArrayNode changes) {
      result.set(name, lists(field(declared, name)).merge(list, changes));
    } else {
      result.set(name, Directives.dropped(patch));
    }
  }

  /** Merges the lists for which the patch gives an order; answers their names. */
  private Set<String> orderLists(Schema declared, ObjectNode result, ObjectNode patch) {
    Set<String> done = new HashSet<>();
    for (var directive : patch.properties()) {
      if (!directive.getKey().startsWith(Directives.ORDER)) {
        continue;
      }
      String name = directive.getKey().substring(Directives.ORDER.length());
      if (!(directive.getValue() instanceof ArrayNode order)) {
        throw PatchErrors.malformed(directive.getKey() + " is not a list");
      }
      JsonNode changes = patch.path(name);
      if (changes.isNull() || !changes.isMissingNode() && !changes.isArray()) {
        continue; // the list is deleted, or is none: the main loop deals with it
      }
      done.add(name);
      deleteValues(result, name, patch.path(Directives.DELETE + name));
      ArrayNode current = result.get(name) instanceof ArrayNode list ? list : null;
      if (current == null && changes.isMissingNode()) {
        continue;
      }
      MergingList lists = lists(field(declared, name));
      result.set(
          name,
          lists.mergeInOrder(
              current == null ? Json.array() : current,
              changes instanceof ArrayNode list ? list : Json.array(),
              order));
    }
    return done;
  }

  private static void retainKeys(ObjectNode result, ObjectNode patch) {
    JsonNode keys = patch.get(Directives.RETAIN_KEYS);
    if (keys == null) {
      return;
    }
    if (!keys.isArray()) {
      throw PatchErrors.malformed(Directives.RETAIN_KEYS + " is not a list");
    }
    Set<String> retained = new HashSet<>();
    keys.forEach(key -> retained.add(key.asText()));
    patch
        .properties()
        .forEach(
            field -> {
              String key = field.getKey();
              if (!Directives.is(key) && !field.getValue().isNull() && !retained.contains(key)) {
                throw PatchErrors.malformed(
                    Directives.RETAIN_KEYS + " does not list " + key + ", which the patch sets");
              }
            });
    result.retain(retained);
  }

  private static void deleteValues(ObjectNode result, String name, JsonNode values) {
    if (values.isMissingNode() || !(result.get(name) instanceof ArrayNode current)) {
      return;
    }
    if (!values.isArray()) {
      throw PatchErrors.malformed(Directives.DELETE + name + " is not a list");
    }
    Set<JsonNode> gone = new HashSet<>();
    values.forEach(gone::add);
    List<JsonNode> left = new ArrayList<>();
    current.forEach(
        value -> {
          if (!gone.contains(value)) {
            left.add(value);
          }
        });
    result.set(name, Json.array().addAll(left));
  }

  private MergingList lists(Schema declared) {
    return new MergingList(this, declared);
  }

  /** What is known of a field of an object that is declared so; null where nothing is. */
  private Schema field(Schema declared, String name) {
    if (declared == null) {
      return null;
    }
    Schema object = schemas.resolve(declared);
    Schema property = object.properties().get(name);
    return property != null ? property : object.values();
  }
}
