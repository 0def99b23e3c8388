package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.error.Status;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How an object goes: at once, after a grace period (pods), or when its finalizers are done.
 * Source: apiserver {@code registry/rest/delete.go} and {@code registry/generic/registry/store.go}.
 */
final class Deletes {

  /** The finalizer that makes an owner wait for what it owns. */
  static final String FOREGROUND = "foregroundDeletion";

  /** The finalizer that lets what an object owns live on. */
  static final String ORPHAN = "orphan";

  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

  private Deletes() {}

  /** Decides a delete. */
  static Result delete(Request request) {
    KubeObject current = request.current();
    PreconditionChecks.forDelete(request, current);
    DeletePolicy policy = policyOf(request);
    if (request.type().equals(Catalogue.NAMESPACES)) {
      return deleteNamespace(request, current);
    }
    ObjectNode updated = current.copy();
    setFinalizers(updated, current, policy);
    if (request.type().equals(Catalogue.PODS)) {
      PodGrace.mark(request, updated, current, policy);
    } else if (!current.terminating()) {
      mark(updated, current, request.now(), 0);
    }
    if (isOver(request.type(), new KubeObject(updated))) {
      return Result.deleted(request.key(), updated);
    }
    return updated.equals(current.json())
        ? Result.unchanged(request.key(), current)
        : Result.modified(request.key(), updated);
  }

  private static DeletePolicy policyOf(Request request) {
    DeletePolicy policy = request.operation().delete();
    if (policy == null) {
      return DeletePolicy.DEFAULT;
    }
    String propagation = policy.propagation();
    if (propagation != null
        && !Set.of("", "Background", "Foreground", "Orphan").contains(propagation)) {
      throw Request.refuse(
          Status.badRequest(
              "propagationPolicy: Unsupported value: \""
                  + propagation
                  + "\": supported values: \"Background\", \"Foreground\", \"Orphan\""));
    }
    return policy;
  }

  /** The garbage collector acts on these two; a policy given now overrules one given earlier. */
  private static void setFinalizers(ObjectNode updated, KubeObject current, DeletePolicy policy) {
    if (policy.propagation() == null || policy.propagation().isEmpty()) {
      return;
    }
    Set<String> names = new LinkedHashSet<>(current.finalizers());
    names.remove(FOREGROUND);
    names.remove(ORPHAN);
    switch (policy.propagation()) {
      case "Foreground" -> names.add(FOREGROUND);
      case "Orphan" -> names.add(ORPHAN);
      default -> {
        // Background: the object goes first, what it owns follows.
      }
    }
    ObjectNode metadata = Json.ensure(updated, "metadata");
    if (names.isEmpty()) {
      metadata.remove("finalizers");
    } else {
      ArrayNode list = metadata.putArray("finalizers");
      names.forEach(list::add);
    }
  }

  /** Marks an object as going away, its time being up that many seconds from now. */
  static void mark(ObjectNode updated, KubeObject current, Instant now, long graceSeconds) {
    ObjectNode metadata = Json.ensure(updated, "metadata");
    metadata.put("deletionTimestamp", Request.time(now.plusSeconds(graceSeconds)));
    metadata.put("deletionGracePeriodSeconds", graceSeconds);
    if (current.generation() > 0) {
      Metadata.raiseGeneration(updated, current);
    }
  }

  /** Whether nothing holds a terminating object back any more. */
  static boolean isOver(ResourceType type, KubeObject object) {
    boolean held = type.equals(Catalogue.NAMESPACES) && !object.spec().path("finalizers").isEmpty();
    return object.terminating()
        && object.finalizers().isEmpty()
        && object.metadata().path("deletionGracePeriodSeconds").asLong(0) == 0
        && !held;
  }

  /**
   * A namespace stays, Terminating, until the namespace controller has emptied and finalized it.
   */
  private static Result deleteNamespace(Request request, KubeObject current) {
    if (IMMORTAL.contains(request.key().name())) {
      throw Request.refuse(
          Status.forbidden(
              request.type(), request.key().name(), "this namespace may not be deleted"));
    }
    ObjectNode updated = current.copy();
    if (!current.terminating()) {
      Json.ensure(updated, "metadata").put("deletionTimestamp", request.timestamp());
      Json.ensure(updated, "status").put("phase", "Terminating");
    }
    if (isOver(request.type(), new KubeObject(updated))) {
      return Result.deleted(request.key(), updated);
    }
    return current.terminating()
        ? Result.unchanged(request.key(), current)
        : Result.modified(request.key(), updated);
  }
}
