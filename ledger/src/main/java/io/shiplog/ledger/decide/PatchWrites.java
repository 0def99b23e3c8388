package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.util.Optional;

/** Patches: what the object would become goes the way of an update. */
final class PatchWrites {

  private final Bodies bodies;
  private final Creates creates;
  private final Updates updates;

  PatchWrites(Bodies bodies, Creates creates, Updates updates) {
    this.bodies = bodies;
    this.creates = creates;
    this.updates = updates;
  }

  /** Decides a patch of the whole object or of its status. */
  Result patch(Request request) {
    Operation operation = request.operation();
    if (operation.patchType() == null) {
      throw Request.refuse(Status.badRequest("a patch needs a patch type"));
    }
    return operation.patchType() == PatchType.APPLY ? apply(request) : merge(request);
  }

  private Result merge(Request request) {
    Operation operation = request.operation();
    KubeObject current = request.current();
    ObjectNode changed =
        bodies.patch(request.type(), operation.patchType(), current.json(), request.patch());
    ObjectNode patched = shaped(request, changed);
    return updates.replace(request, current, patched, false);
  }

  /** What the patch makes of the object must still be an object of its kind. */
  private ObjectNode shaped(Request request, ObjectNode changed) {
    String validation = request.operation().options().fieldValidation();
    try {
      ObjectNode patched = bodies.shape(request.type(), changed, validation);
      Metadata.identify(request, patched);
      return patched;
    } catch (ApiException e) {
      if (e.status().code() != 400 || Metadata.misplaced(request, changed)) {
        throw e;
      }
      throw Request.refuse(PatchShown.refusal(request, e.status().message()));
    }
  }

  private Result apply(Request request) {
    Operation operation = request.operation();
    Optional<KubeObject> current = request.find();
    requireManager(request);
    ObjectNode applied = bodies.configuration(request.type(), request.body());
    Metadata.identify(request, applied);
    if (current.isEmpty() && !operation.subresource().isEmpty()) {
      throw Request.refuse(Status.notFound(request.type(), request.key().name()));
    }
    current.ifPresentOrElse(
        object -> PreconditionChecks.forUpdate(request, object, applied),
        () -> requireNone(request, applied));
    ObjectNode merged =
        bodies.apply(
            request.type(),
            current.orElse(null),
            applied,
            Creates.writer(request),
            operation.options().force());
    return current.isPresent()
        ? updates.replace(request, current.get(), merged, true)
        : creates.create(request, merged, true);
  }

  /** Of what is applied, somebody owns the fields. */
  static void requireManager(Request request) {
    if (request.operation().options().fieldManager().isEmpty()) {
      throw Request.refuse(
          Status.badRequest(
              "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required"
                  + " for apply patch"));
    }
  }

  /** Who names a uid knows an object; a version alone says nothing where there is none. */
  private static void requireNone(Request request, ObjectNode applied) {
    String uid = Json.text(applied, "metadata", "uid");
    if (!uid.isEmpty()) {
      throw Request.refuse(
          Status.conflict(
              request.type(),
              request.key().name(),
              "uid mismatch: the provided object specified uid "
                  + uid
                  + ", and no existing object was found"));
    }
    Json.ensure(applied, "metadata").remove("resourceVersion");
  }
}
