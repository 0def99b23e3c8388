package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.Status;
import java.util.List;

/**
 * The part of {@code metadata} that the ledger writes and its authors cannot. Source: apiserver
 * {@code registry/rest/{meta,create,update}.go}.
 */
final class Metadata {

  /** Fields that only the ledger writes; what an author says of them is put aside. */
  private static final List<String> OURS =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion",
          "selfLink");

  /** What people and controllers mark objects with. */
  private static final List<String> MARKS = List.of("labels", "annotations");

  private Metadata() {}

  /**
   * Checks that a body is about the object that the operation names, and fills in what it omits.
   */
  static void identify(Request request, ObjectNode body) {
    fill(body, "apiVersion", request.type().apiVersion(), "API version");
    fill(body, "kind", request.type().kind(), "kind");
    if (body.hasNonNull("metadata") && !body.get("metadata").isObject()) {
      throw Request.refuse(Status.badRequest("metadata must be a JSON object"));
    }
    ObjectNode metadata = Json.ensure(body, "metadata");
    ObjectKey key = request.key();
    String name = metadata.path("name").asText("");
    if (!key.name().isEmpty() && !name.isEmpty() && !name.equals(key.name())) {
      throw Request.refuse(
          Status.badRequest(
              "the name of the object ("
                  + name
                  + ") does not match the name on the URL ("
                  + key.name()
                  + ")"));
    }
    if (!key.name().isEmpty()) {
      metadata.put("name", key.name());
    }
    placeInNamespace(request, metadata);
  }

  /** Whether a body speaks of another name or namespace than the operation. */
  static boolean misplaced(Request request, ObjectNode body) {
    String name = body.path("metadata").path("name").asText("");
    String namespace = body.path("metadata").path("namespace").asText("");
    return !name.isEmpty() && !name.equals(request.key().name())
        || !namespace.isEmpty() && !namespace.equals(request.key().namespace());
  }

  private static void fill(ObjectNode body, String field, String expected, String what) {
    String given = body.path(field).asText("");
    if (!given.isEmpty() && !given.equals(expected)) {
      throw Request.refuse(
          Status.badRequest(
              "the "
                  + what
                  + " in the data ("
                  + given
                  + ") does not match the expected "
                  + what
                  + " ("
                  + expected
                  + ")"));
    }
    body.put(field, expected);
  }

  private static void placeInNamespace(Request request, ObjectNode metadata) {
    String given = metadata.path("namespace").asText("");
    if (!request.type().namespaced()) {
      metadata.remove("namespace");
      return;
    }
    String expected = request.key().namespace();
    if (expected.isEmpty()) {
      throw Request.refuse(Status.badRequest("an empty namespace may not be set during creation"));
    }
    if (!given.isEmpty() && !given.equals(expected)) {
      throw Request.refuse(
          Status.badRequest(
              "the namespace of the provided object does not match the namespace sent on the"
                  + " request"));
    }
    metadata.put("namespace", expected);
  }

  /** Gives a new object its identity. */
  static void begin(Request request, ObjectNode object, String uid) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    JsonNode given = metadata.path("generation");
    metadata.remove(OURS);
    metadata.remove("managedFields");
    metadata.put("uid", uid);
    metadata.put("creationTimestamp", request.timestamp());
    if (request.rules().tracksGeneration()) {
      metadata.put("generation", 1);
    } else if (given.asLong(0) != 0) {
      // Where nobody counts, what a creator says stands.
      metadata.set("generation", given);
    }
  }

  /** Restores what an update may not change. */
  static void keep(ObjectNode updated, KubeObject current) {
    ObjectNode metadata = Json.ensure(updated, "metadata");
    for (String field : OURS) {
      JsonNode before = current.metadata().get(field);
      if (field.equals("deletionTimestamp") && another(metadata.path(field), before)) {
        continue; // That it may not change is for the rules to say.
      }
      if (before == null) {
        metadata.remove(field);
      } else {
        metadata.set(field, before);
      }
    }
    copy(metadata, current, "name");
    copy(metadata, current, "namespace");
    if (metadata.path("finalizers").isArray() && metadata.path("finalizers").isEmpty()) {
      metadata.remove("finalizers");
    }
    if (!metadata.hasNonNull("generateName")) {
      copy(metadata, current, "generateName");
    }
  }

  /** Restores labels and annotations. */
  static void keepMarks(ObjectNode updated, KubeObject current) {
    ObjectNode metadata = Json.ensure(updated, "metadata");
    for (String field : MARKS) {
      metadata.remove(field);
      copy(metadata, current, field);
    }
  }

  private static boolean another(JsonNode given, JsonNode before) {
    return given.isTextual() && !given.equals(before);
  }

  private static void copy(ObjectNode metadata, KubeObject current, String field) {
    JsonNode before = current.metadata().get(field);
    if (before != null) {
      metadata.set(field, before);
    }
  }

  /**
   * Raises the generation where the desired state changed: anything but metadata and status. What
   * was written before objects had a normal form is compared by the one it has now.
   */
  static void countGeneration(
      Request request, Bodies bodies, ObjectNode updated, KubeObject current) {
    ObjectNode desired = desired(updated);
    if (request.rules().tracksGeneration()
        && !desired.equals(desired(current.json()))
        && !desired.equals(desired(bodies.shape(request.type(), current.json(), "")))) {
      raiseGeneration(updated, current);
    }
  }

  static void raiseGeneration(ObjectNode updated, KubeObject current) {
    Json.ensure(updated, "metadata").put("generation", current.generation() + 1);
  }

  private static ObjectNode desired(ObjectNode object) {
    ObjectNode desired = Json.object();
    object
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("metadata") && !field.getKey().equals("status")) {
                desired.set(field.getKey(), field.getValue());
              }
            });
    return desired;
  }

  /** Whether two trees say the same, whenever it was said: times in managedFields do not count. */
  static boolean same(ObjectNode one, ObjectNode other) {
    return sameBut("metadata", one, other)
        && sameBut("managedFields", one.path("metadata"), other.path("metadata"))
        && sameManagers(
            one.path("metadata").path("managedFields"),
            other.path("metadata").path("managedFields"));
  }

  private static boolean sameManagers(JsonNode one, JsonNode other) {
    if (!one.isArray() || !other.isArray() || one.size() != other.size()) {
      return one.equals(other);
    }
    for (int i = 0; i < one.size(); i++) {
      if (!sameBut("time", one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether two trees are equal, leaving one field of them aside. */
  private static boolean sameBut(String field, JsonNode one, JsonNode other) {
    if (!one.isObject() || !other.isObject()) {
      return one.equals(other);
    }
    int ones = one.size() - (one.has(field) ? 1 : 0);
    int others = other.size() - (other.has(field) ? 1 : 0);
    return ones == others
        && one.properties().stream()
            .allMatch(
                entry ->
                    entry.getKey().equals(field)
                        || entry.getValue().equals(other.get(entry.getKey())));
  }
}
