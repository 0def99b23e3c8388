package io.shiplog.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.util.List;
import java.util.Locale;

/**
 * Writes the operations of one kind or subresource. Names of operations are those that clients
 * generated from Kubernetes' own documents know, such as {@code createAppsV1NamespacedDeployment}.
 */
final class Operations {

  private static final List<String> JSON = List.of("application/json");
  private static final List<String> LISTED =
      List.of("application/json", "application/json;stream=watch");
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");

  private final Dialect dialect;
  private final ResourceType type;
  private final String suffix;
  private final ObjectNode kind;

  /**
   * Operations of a kind, or of a subresource of it.
   *
   * @param subresource its name; empty for the kind itself
   */
  Operations(Dialect dialect, ResourceType type, String subresource) {
    this(
        dialect,
        type,
        subresource.isEmpty() ? "" : capitalize(subresource),
        kind(type.group(), type.version(), type.kind()));
  }

  private Operations(Dialect dialect, ResourceType type, String suffix, ObjectNode kind) {
    this.dialect = dialect;
    this.type = type;
    this.suffix = suffix;
    this.kind = kind;
  }

  /** The same operations on objects of another kind, as Scale is to Deployments. */
  Operations of(String group, String version, String kindName) {
    return new Operations(dialect, type, suffix, kind(group, version, kindName));
  }

  ObjectNode list() {
    ObjectNode operation = operation("list", "list", "list or watch", Parameter.LIST);
    return answering(operation, LISTED, Definitions.list(type), "200", "OK");
  }

  ObjectNode listEverywhere() {
    ObjectNode operation = list();
    return operation.put("operationId", id("list", "") + "ForAllNamespaces");
  }

  ObjectNode create() {
    return create(type.definition());
  }

  ObjectNode create(String definition) {
    ObjectNode operation = operation("create", "post", "create", Parameter.WRITE);
    dialect.body(operation, JSON, definition, true);
    answering(operation, JSON, definition, "200", "OK");
    return answering(operation, JSON, definition, "201", "Created");
  }

  ObjectNode read(String definition) {
    ObjectNode operation = operation("read", "get", "read", List.of());
    return answering(operation, JSON, definition, "200", "OK");
  }

  ObjectNode replace(String definition) {
    ObjectNode operation = operation("replace", "put", "replace", Parameter.WRITE);
    dialect.body(operation, JSON, definition, true);
    answering(operation, JSON, definition, "200", "OK");
    return answering(operation, JSON, definition, "201", "Created");
  }

  ObjectNode patch(String definition) {
    ObjectNode operation = operation("patch", "patch", "partially update", Parameter.PATCH);
    dialect.body(operation, PATCHES, Definitions.PATCH, true);
    answering(operation, JSON, definition, "200", "OK");
    return answering(operation, JSON, definition, "201", "Created");
  }

  ObjectNode delete() {
    ObjectNode operation = operation("delete", "delete", "delete", Parameter.DELETE);
    dialect.body(operation, JSON, Definitions.DELETE_OPTIONS, false);
    answering(operation, JSON, Definitions.STATUS, "200", "OK");
    return answering(operation, JSON, Definitions.STATUS, "202", "Accepted");
  }

  ObjectNode deleteCollection() {
    ObjectNode operation =
        operation(
            "delete", "deletecollection", "delete a collection of", Parameter.DELETE_COLLECTION);
    operation.put(
        "operationId", id("delete", "Collection" + (type.namespaced() ? "Namespaced" : "")));
    dialect.body(operation, JSON, Definitions.DELETE_OPTIONS, false);
    return answering(operation, JSON, Definitions.STATUS, "200", "OK");
  }

  /** An operation that turns the connection over, such as exec; its method is in its name. */
  ObjectNode connect(String method) {
    ObjectNode operation =
        operation("connect" + capitalize(method), "connect", "connect to", List.of());
    dialect.response(operation, "200", "OK", List.of("*/*"), Json.object().put("type", "string"));
    return operation;
  }

  /** Reading a container's log. */
  ObjectNode log() {
    ObjectNode operation = operation("read", "get", "read the log of", Parameter.LOG);
    dialect.response(
        operation, "200", "OK", List.of("text/plain"), Json.object().put("type", "string"));
    return operation;
  }

  private ObjectNode operation(
      String verb, String action, String does, List<Parameter> parameters) {
    ObjectNode operation =
        Json.object()
            .put("description", does + " " + type.kind() + (suffix.isEmpty() ? "" : " " + suffix))
            .put("operationId", id(verb, type.namespaced() ? "Namespaced" : ""));
    operation.putArray("tags").add(groupName().toLowerCase(Locale.ROOT) + "_" + type.version());
    if (!parameters.isEmpty()) {
      ArrayNode array = operation.putArray("parameters");
      parameters.forEach(parameter -> array.add(dialect.parameter(parameter)));
    }
    operation.put("x-kubernetes-action", action);
    operation.set("x-kubernetes-group-version-kind", kind);
    dialect.response(operation, "401", "Unauthorized", JSON, null);
    return operation;
  }

  private ObjectNode answering(
      ObjectNode operation, List<String> produces, String definition, String code, String text) {
    dialect.response(operation, code, text, produces, dialect.reference(definition));
    return operation;
  }

  private String id(String verb, String scope) {
    return verb + groupName() + capitalize(type.version()) + scope + type.kind() + suffix;
  }

  private String groupName() {
    String group = type.group().isEmpty() ? "core" : type.group();
    return capitalize(group.contains(".") ? group.substring(0, group.indexOf('.')) : group);
  }

  private static ObjectNode kind(String group, String version, String kind) {
    return Json.object().put("group", group).put("kind", kind).put("version", version);
  }

  private static String capitalize(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
