package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * The annotation in which {@code kubectl apply} without {@code --server-side} keeps what it
 * applied. Server-side apply by kubectl may take the fields it names without force, and keeps it
 * current, so that people can go from one to the other and back.
 */
final class LastApplied {

  /** The one manager this is for: kubectl's own name for server-side apply. */
  static final String KUBECTL = "kubectl";

  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /** The fields that the annotation names and that still are as it says. */
  static FieldSet unchangedFields(Shape shape, ObjectNode live) {
    String text = Json.text(live, "metadata", "annotations", ANNOTATION);
    if (text.isEmpty()) {
      return new FieldSet();
    }
    ObjectNode applied;
    try {
      applied = Structured.withoutNulls(Json.parseObject(text));
    } catch (IllegalArgumentException e) {
      return new FieldSet(); // not kubectl's work: it permits nothing
    }
    Comparison drift = Comparison.of(shape, applied, live);
    FieldSet applies = Comparison.of(shape, Json.object(), applied).changed();
    return applies.minus(drift.changed()).minus(drift.removed());
  }

  /** Writes what is applied now into the annotation of an object that has one. */
  static void refresh(ObjectNode object, ObjectNode applied) {
    if (!(Json.at(object, "metadata", "annotations") instanceof ObjectNode annotations)
        || !annotations.has(ANNOTATION)) {
      return;
    }
    ObjectNode config = applied.deepCopy();
    Json.ensure(config, "metadata", "annotations").remove(ANNOTATION);
    annotations.put(
        ANNOTATION, new String(Json.bytes(sorted(config)), StandardCharsets.UTF_8) + "\n");
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      return Json.object().setAll(fields);
    }
    if (node.isArray()) {
      var list = Json.array();
      node.forEach(entry -> list.add(sorted(entry)));
      return list;
    }
    return node;
  }
}
