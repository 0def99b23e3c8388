package io.shiplog.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One Kubernetes object: a JSON tree with names for the metadata every kind has.
 *
 * <p>The tree is to be treated as immutable. Whoever wants another takes {@link #copy()}.
 *
 * @param json the whole object, with apiVersion and kind
 */
public record KubeObject(ObjectNode json) {

  /** A deep copy that may be changed. */
  public ObjectNode copy() {
    return json.deepCopy();
  }

  public String apiVersion() {
    return json.path("apiVersion").asText("");
  }

  public String kind() {
    return json.path("kind").asText("");
  }

  public JsonNode metadata() {
    return json.path("metadata");
  }

  public JsonNode spec() {
    return json.path("spec");
  }

  public JsonNode status() {
    return json.path("status");
  }

  /** The node at a path of fields, or a missing node. */
  public JsonNode at(String... path) {
    return Json.at(json, path);
  }

  public String name() {
    return metadata().path("name").asText("");
  }

  public String namespace() {
    return metadata().path("namespace").asText("");
  }

  public String uid() {
    return metadata().path("uid").asText("");
  }

  /** The resourceVersion as a number, or 0 where the object has none yet. */
  public long resourceVersion() {
    return metadata().path("resourceVersion").asLong(0);
  }

  public long generation() {
    return metadata().path("generation").asLong(0);
  }

  public Map<String, String> labels() {
    return stringMap(metadata().path("labels"));
  }

  public Map<String, String> annotations() {
    return stringMap(metadata().path("annotations"));
  }

  public String label(String key) {
    return metadata().path("labels").path(key).asText("");
  }

  public String annotation(String key) {
    return metadata().path("annotations").path(key).asText("");
  }

  public List<String> finalizers() {
    List<String> names = new ArrayList<>();
    metadata().path("finalizers").forEach(node -> names.add(node.asText()));
    return names;
  }

  /** True once a delete was accepted and the object waits for its grace period or finalizers. */
  public boolean terminating() {
    return metadata().hasNonNull("deletionTimestamp");
  }

  public Optional<Instant> deletionTimestamp() {
    return instant(metadata().path("deletionTimestamp"));
  }

  public Optional<Instant> creationTimestamp() {
    return instant(metadata().path("creationTimestamp"));
  }

  public List<OwnerReference> ownerReferences() {
    List<OwnerReference> owners = new ArrayList<>();
    metadata().path("ownerReferences").forEach(node -> owners.add(OwnerReference.of(node)));
    return owners;
  }

  /** The owner that manages this object, if there is one. */
  public Optional<OwnerReference> controller() {
    return ownerReferences().stream().filter(OwnerReference::controller).findFirst();
  }

  /** The condition of that type in {@code status.conditions}, or a missing node. */
  public JsonNode condition(String type) {
    for (JsonNode condition : status().path("conditions")) {
      if (type.equals(condition.path("type").asText())) {
        return condition;
      }
    }
    return status().path("conditions").path(-1);
  }

  /** Whether the condition of that type has status "True". */
  public boolean conditionTrue(String type) {
    return "True".equals(condition(type).path("status").asText());
  }

  /** Reads an RFC 3339 time; empty where there is none or it cannot be read. */
  public static Optional<Instant> instant(JsonNode node) {
    if (!node.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(node.asText()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A JSON object of strings as a map in its own order. */
  public static Map<String, String> stringMap(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /**
   * An entry of {@code metadata.ownerReferences}.
   *
   * @param controller whether this owner manages the object
   * @param blockOwnerDeletion whether foreground deletion of the owner waits for the object
   */
  public record OwnerReference(
      String apiVersion,
      String kind,
      String name,
      String uid,
      boolean controller,
      boolean blockOwnerDeletion) {

    static OwnerReference of(JsonNode node) {
      return new OwnerReference(
          node.path("apiVersion").asText(""),
          node.path("kind").asText(""),
          node.path("name").asText(""),
          node.path("uid").asText(""),
          node.path("controller").asBoolean(false),
          node.path("blockOwnerDeletion").asBoolean(false));
    }

    /** The reference a controller puts on what it makes for this object. */
    public static OwnerReference controlling(KubeObject owner) {
      return new OwnerReference(
          owner.apiVersion(), owner.kind(), owner.name(), owner.uid(), true, true);
    }

    /** As it stands in metadata. */
    public ObjectNode toJson() {
      ObjectNode node = Json.object();
      node.put("apiVersion", apiVersion);
      node.put("kind", kind);
      node.put("name", name);
      node.put("uid", uid);
      if (controller) {
        node.put("controller", true);
      }
      if (blockOwnerDeletion) {
        node.put("blockOwnerDeletion", true);
      }
      return node;
    }
  }
}
