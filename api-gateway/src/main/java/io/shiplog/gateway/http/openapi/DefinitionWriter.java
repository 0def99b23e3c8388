package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.discovery.Subresource;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.SchemaSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes the definitions that some kinds need, each with the kinds it stands for. */
final class DefinitionWriter {

  private record Gvk(String group, String version, String kind) {}

  private final SchemaSource schemas;
  private final SchemaWriter writer;
  private final Dialect dialect;
  private final Map<String, Set<Gvk>> kinds = new LinkedHashMap<>();

  DefinitionWriter(SchemaSource schemas, Dialect dialect) {
    this.schemas = schemas;
    this.dialect = dialect;
    this.writer = new SchemaWriter(schemas, dialect);
  }

  /** The definitions of these kinds and everything that they refer to, sorted by name. */
  ObjectNode definitions(List<ResourceType> types) {
    types.forEach(this::claim);
    claim(Definitions.STATUS, "", "v1", "Status");
    types.forEach(t -> claim(Definitions.DELETE_OPTIONS, t.group(), t.version(), "DeleteOptions"));
    Map<String, ObjectNode> written = new TreeMap<>(WellKnown.definitions(dialect));
    Deque<String> open = new ArrayDeque<>(kinds.keySet());
    Set<String> seen = new LinkedHashSet<>(open);
    while (!open.isEmpty()) {
      String name = open.pop();
      schemas
          .definition(name)
          .ifPresent(
              schema -> {
                written.put(name, definition(name, schema));
                for (String reference : References.of(schema)) {
                  if (seen.add(reference)) {
                    open.add(reference);
                  }
                }
              });
    }
    ObjectNode definitions = Json.object();
    written.forEach(definitions::set);
    return definitions;
  }

  private void claim(ResourceType type) {
    claim(type.definition(), type.group(), type.version(), type.kind());
    claim(Definitions.list(type), type.group(), type.version(), type.kind() + "List");
    for (String name : type.subresources()) {
      Subresource sub = Subresource.of(type, name);
      claim(Definitions.of(type, sub), sub.group(), sub.version(), sub.kind());
    }
  }

  private void claim(String definition, String group, String version, String kind) {
    kinds
        .computeIfAbsent(definition, absent -> new LinkedHashSet<>())
        .add(new Gvk(group, version, kind));
  }

  private ObjectNode definition(String name, Schema schema) {
    ObjectNode node = writer.definition(schema);
    if (kinds.containsKey(name)) {
      ArrayNode list = node.putArray("x-kubernetes-group-version-kind");
      for (Gvk gvk : kinds.get(name)) {
        list.addObject()
            .put("group", gvk.group())
            .put("kind", gvk.kind())
            .put("version", gvk.version());
      }
    }
    return node;
  }
}
