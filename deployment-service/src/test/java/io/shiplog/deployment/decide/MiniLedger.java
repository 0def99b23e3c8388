package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Verb;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Just enough of a ledger to close the loop: it keeps preconditions, counts versions and
 * generations, lets bound pods and finalizers delay a deletion, and applies what it accepts.
 */
final class MiniLedger {

  final ObjectTable table = new ObjectTable();
  final List<String> refused = new ArrayList<>();
  private long version = 100;

  /** Decides one operation; the change it made, or null. */
  Change apply(Operation asked, Instant now) {
    Operation operation = passedOn(asked);
    KubeObject current = table.get(operation.key()).orElse(null);
    String problem = problem(operation, current);
    if (problem != null) {
      refused.add(problem + " " + operation.key());
      return null;
    }
    return switch (operation.verb()) {
      case CREATE -> put(operation.key(), created(operation, now), null);
      case UPDATE ->
          current == null
              ? put(operation.key(), created(operation, now), null)
              : update(operation, current);
      case PATCH -> patched(operation, current);
      case DELETE -> delete(operation, current, now);
    };
  }

  /** An Event that is replaced where there is none is made. */
  private static boolean makes(Operation operation) {
    return operation.verb() == Verb.UPDATE
        && operation.key().resource().equals(Catalogue.EVENTS.qualifiedName());
  }

  /** As the shard of the Events does with the request to finalize a namespace. */
  private static Operation passedOn(Operation asked) {
    return asked.key().resource().equals(Catalogue.NAMESPACE_STANDINGS.qualifiedName())
        ? new Operation(
            asked.verb(),
            Catalogue.NAMESPACES.key("", asked.key().name()),
            asked.subresource(),
            asked.patchType(),
            asked.body(),
            asked.preconditions(),
            asked.options(),
            asked.delete())
        : asked;
  }

  private static String problem(Operation operation, KubeObject current) {
    return switch (operation.verb()) {
      case CREATE -> current != null ? "AlreadyExists" : null;
      default -> {
        String uid = operation.preconditions().uid();
        String at = operation.preconditions().resourceVersion();
        if (current == null && makes(operation)) {
          yield null;
        }
        yield current == null
            ? "NotFound"
            : uid != null && !uid.equals(current.uid())
                    || at != null && Long.parseLong(at) != current.resourceVersion()
                ? "Conflict"
                : null;
      }
    };
  }

  private ObjectNode created(Operation operation, Instant now) {
    ObjectNode object = operation.body().deepCopy();
    Json.ensure(object, "metadata")
        .put("name", operation.key().name())
        .put("uid", Names.uid(operation.key(), version))
        .put("generation", 1)
        .put("creationTimestamp", now.truncatedTo(ChronoUnit.SECONDS).toString());
    if (!operation.key().namespace().isEmpty()) {
      Json.ensure(object, "metadata").put("namespace", operation.key().namespace());
    }
    return object;
  }

  private Change update(Operation operation, KubeObject current) {
    ObjectNode object = current.copy();
    String part = operation.subresource().equals("status") ? "status" : "spec";
    object.set(part, operation.body().path(part).deepCopy());
    return finish(operation.key(), object, current);
  }

  private Change patched(Operation operation, KubeObject current) {
    ObjectNode object = current.copy();
    if (operation.patchType() == PatchType.STRATEGIC) {
      mergeConditions(object, operation.body());
    } else {
      merge(object, (ObjectNode) operation.body());
    }
    return finish(operation.key(), object, current);
  }

  private Change delete(Operation operation, KubeObject current, Instant now) {
    ObjectNode object = current.copy();
    ObjectNode metadata = Json.ensure(object, "metadata");
    boolean other = propagate(metadata, operation.delete().propagation());
    Long grace = operation.delete().gracePeriodSeconds();
    if (operation.key().resource().equals("namespaces")) {
      Json.ensure(object, "status").put("phase", "Terminating");
    }
    boolean bound = current.spec().hasNonNull("nodeName") && (grace == null || grace > 0);
    if (!bound && free(object)) {
      return table.apply(operation.key(), null);
    }
    if (current.terminating()) {
      return other ? put(operation.key(), object, current) : null;
    }
    metadata.put("generation", current.generation() + 1);
    metadata.put(
        "deletionTimestamp", now.plusSeconds(30).truncatedTo(ChronoUnit.SECONDS).toString());
    return put(operation.key(), object, current);
  }

  /** The last deletion says what becomes of dependents; whether it says another thing. */
  private static boolean propagate(ObjectNode metadata, String propagation) {
    if (propagation == null) {
      return false;
    }
    ArrayNode finalizers = Json.array();
    for (JsonNode name : metadata.path("finalizers")) {
      if (!List.of("foregroundDeletion", "orphan").contains(name.asText())) {
        finalizers.add(name);
      }
    }
    switch (propagation) {
      case "Foreground" -> finalizers.add("foregroundDeletion");
      case "Orphan" -> finalizers.add("orphan");
      default -> {}
    }
    JsonNode before = metadata.path("finalizers");
    boolean none = before.isEmpty() && finalizers.isEmpty();
    metadata.set("finalizers", finalizers);
    return !none && !before.equals(finalizers);
  }

  private Change finish(ObjectKey key, ObjectNode object, KubeObject before) {
    if (Same.json(object, before.json())) {
      return null;
    }
    if (before.terminating() && free(object) && !free(before.json())) {
      return table.apply(key, null);
    }
    return put(key, object, before);
  }

  private static boolean free(ObjectNode object) {
    return object.path("metadata").path("finalizers").isEmpty()
        && object.path("spec").path("finalizers").isEmpty();
  }

  private Change put(ObjectKey key, ObjectNode object, KubeObject before) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    if (before != null && !Same.json(before.spec(), object.path("spec"))) {
      metadata.put("generation", before.generation() + 1);
    }
    metadata.put("resourceVersion", Long.toString(++version));
    // Through bytes, as everything that comes from the log does.
    return table.apply(key, new KubeObject(Json.parseObject(Json.bytes(object))));
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
                target.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
  }

  private static void mergeConditions(ObjectNode object, JsonNode patch) {
    ObjectNode status = Json.ensure(object, "status");
    ArrayNode merged = Json.array();
    for (JsonNode wanted : patch.path("status").path("conditions")) {
      merged.add(wanted.deepCopy());
    }
    for (JsonNode old : status.path("conditions")) {
      boolean replaced = false;
      for (JsonNode wanted : merged) {
        replaced |= wanted.path("type").equals(old.path("type"));
      }
      if (!replaced) {
        merged.add(old.deepCopy());
      }
    }
    status.set("conditions", merged);
  }
}
