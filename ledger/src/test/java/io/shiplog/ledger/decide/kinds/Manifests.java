package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.KindRules;
import io.shiplog.manifests.Yaml;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Manifests for tables: written as YAML, changed by merging more YAML in. */
final class Manifests {

  private Manifests() {}

  /** Reads YAML; flow style keeps a table's row on one line. */
  static JsonNode yaml(String text) {
    return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static ObjectNode object(String text) {
    return (ObjectNode) yaml(text);
  }

  /** The base with the change merged in, as a JSON merge patch is: null removes. */
  static ObjectNode changed(ObjectNode base, String change) {
    ObjectNode result = base.deepCopy();
    if (!change.isBlank()) {
      merge(result, (ObjectNode) yaml(change));
    }
    return result;
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
              } else if (entry.getValue() instanceof ObjectNode child) {
                merge(Json.ensure(target, entry.getKey()), child);
              } else {
                target.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /** Defaulted and prepared, as an accepted create is stored. */
  static KubeObject created(ObjectNode manifest) {
    KindRules rules = rules(manifest);
    ObjectNode object = manifest.deepCopy();
    rules.setDefaults(object);
    rules.prepareForCreate(object);
    return new KubeObject(object);
  }

  /** What creating this manifest is told. */
  static List<String> createErrors(ObjectNode manifest) {
    return told(rules(manifest).validateCreate(created(manifest)));
  }

  /** What changing the object to this manifest is told. */
  static List<String> updateErrors(KubeObject current, ObjectNode manifest) {
    KindRules rules = rules(manifest);
    ObjectNode updated = manifest.deepCopy();
    rules.setDefaults(updated);
    rules.prepareForUpdate(updated, current);
    return told(rules.validateUpdate(new KubeObject(updated), current));
  }

  /** What changing the object's status to that of this manifest is told. */
  static List<String> statusErrors(KubeObject current, ObjectNode manifest) {
    KindRules rules = rules(manifest);
    ObjectNode updated = manifest.deepCopy();
    rules.setDefaults(updated);
    rules.prepareForStatusUpdate(updated, current);
    return told(rules.validateStatusUpdate(new KubeObject(updated), current));
  }

  static ResourceType type(ObjectNode manifest) {
    return Catalogue.byKind(manifest.path("apiVersion").asText(), manifest.path("kind").asText())
        .orElseThrow();
  }

  static KindRules rules(ObjectNode manifest) {
    return Rules.of(type(manifest));
  }

  private static List<String> told(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).toList();
  }
}
