package io.shiplog.gateway.http.openapi;

import io.shiplog.model.schema.Schema;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds what a schema refers to. */
final class References {

  private References() {}

  /** The definitions that a definition's fields, list entries and map values refer to. */
  static Set<String> of(Schema schema) {
    Set<String> references = new LinkedHashSet<>();
    collect(schema, references);
    return references;
  }

  private static void collect(Schema schema, Set<String> references) {
    if (!schema.reference().isEmpty()) {
      references.add(schema.reference());
    }
    schema.properties().values().forEach(property -> collect(property, references));
    if (schema.items() != null) {
      collect(schema.items(), references);
    }
    if (schema.values() != null) {
      collect(schema.values(), references);
    }
  }
}
