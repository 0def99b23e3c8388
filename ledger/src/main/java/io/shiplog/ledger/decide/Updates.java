package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Verb;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How an object changes. Source: apiserver {@code registry/rest/update.go} and the kinds'
 * strategies.
 */
final class Updates {

  /** Kinds whose PUT makes the object where it is absent ({@code AllowCreateOnUpdate}). */
  private static final Set<ResourceType> MADE_BY_UPDATE =
      Set.of(Catalogue.LEASES, Catalogue.ENDPOINTS, Catalogue.EVENTS, Catalogue.SERVICES);

  private final Bodies bodies;
  private final Creates creates;

  Updates(Bodies bodies, Creates creates) {
    this.bodies = bodies;
    this.creates = creates;
  }

  /** Decides an update of the whole object or of its status: the body is the object. */
  Result update(Request request) {
    ObjectNode body =
        bodies.shape(
            request.type(), request.body(), request.operation().options().fieldValidation());
    Metadata.identify(request, body);
    Optional<KubeObject> current = request.find();
    if (current.isEmpty() && mayCreate(request, body)) {
      return creates.create(request, body, false);
    }
    return replace(request, request.current(), body, false);
  }

  private static boolean mayCreate(Request request, ObjectNode body) {
    return MADE_BY_UPDATE.contains(request.type())
        && request.operation().subresource().isEmpty()
        && Json.text(body, "metadata", "uid").isEmpty()
        && Json.text(body, "metadata", "resourceVersion").isEmpty()
        && request.operation().preconditions().uid() == null;
  }

  /**
   * Decides that the object, or its status, becomes this tree.
   *
   * @param updated a tree of our own
   * @param managed whether its managedFields have been recorded already
   */
  Result replace(Request request, KubeObject current, ObjectNode updated, boolean managed) {
    PreconditionChecks.forUpdate(request, current, updated);
    boolean status = request.operation().subresource().equals("status");
    if (status && !marksCount(request, updated)) {
      Metadata.keepMarks(updated, current);
    }
    if (status && wholePodByNode(request)) {
      PodConditions.keepOthers(updated, current);
    }
    Metadata.keep(updated, current);
    request.rules().setDefaults(updated);
    if (status) {
      request.rules().prepareForStatusUpdate(updated, current);
    } else {
      request.rules().prepareForUpdate(updated, current);
      Allocations.keep(request.type(), updated, current);
    }
    Metadata.keep(updated, current);
    validate(request, updated, current, status);
    if (!status) {
      Metadata.countGeneration(request, bodies, updated, current);
      Allocations.forUpdate(request, updated, current);
    }
    Result result = finish(request, current, updated, managed);
    return status ? result : result.warning(request.warnings(updated, current));
  }

  /**
   * Whether labels and annotations that come with a status count. They do not where a whole object
   * comes without saying which version its writer had seen: they may be older than those there are.
   * And a node must not make its pods members of Services.
   */
  private static boolean marksCount(Request request, ObjectNode updated) {
    boolean blind =
        request.operation().verb() == Verb.UPDATE
            && Objects.toString(request.operation().preconditions().resourceVersion(), "").isEmpty()
            && Json.text(updated, "metadata", "resourceVersion").isEmpty();
    return !blind && !byNode(request);
  }

  private static boolean wholePodByNode(Request request) {
    return byNode(request)
        && request.type().equals(Catalogue.PODS)
        && request.operation().verb() == Verb.UPDATE;
  }

  private static boolean byNode(Request request) {
    return request.user().groups().contains("system:nodes");
  }

  /** Records who wrote, and sees what has come of it: a change, none, or the object's end. */
  Result finish(Request request, KubeObject current, ObjectNode updated, boolean managed) {
    ObjectNode written =
        managed
            ? updated
            : bodies.manage(request.type(), current, updated, Creates.writer(request));
    if (Metadata.same(written, current.json())) {
      return Result.unchanged(request.key(), current);
    }
    return Deletes.isOver(request.type(), new KubeObject(written))
        ? Result.deleted(request.key(), written)
        : Result.modified(request.key(), written);
  }

  private static void validate(
      Request request, ObjectNode updated, KubeObject current, boolean status) {
    KubeObject candidate = new KubeObject(updated);
    List<FieldError> errors =
        status
            ? request.rules().validateStatusUpdate(candidate, current)
            : request.rules().validateUpdate(candidate, current);
    if (!errors.isEmpty()) {
      throw Request.refuse(Status.invalid(request.type(), request.key().name(), errors));
    }
  }
}
