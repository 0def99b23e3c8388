package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.shiplog.model.patch.Writer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How an object comes to be. Source: apiserver {@code registry/rest/create.go}. */
final class Creates {

  private static final int NAME_ATTEMPTS = 8;
  private static final int SUFFIX_LENGTH = 5;
  private static final int MAX_GENERATED_BASE = 63 - SUFFIX_LENGTH;

  private final Bodies bodies;

  Creates(Bodies bodies) {
    this.bodies = bodies;
  }

  /** Decides a create: the body is the object. */
  Result create(Request request) {
    ObjectNode object =
        bodies.shape(
            request.type(), request.body(), request.operation().options().fieldValidation());
    return create(request, object, false);
  }

  /**
   * Decides the making of this object.
   *
   * @param object a tree of our own
   * @param managed whether its managedFields have been recorded already
   */
  Result create(Request request, ObjectNode object, boolean managed) {
    Metadata.identify(request, object);
    refuseVersion(object);
    ObjectKey key = name(request, object);
    checkNamespace(request, key);
    var managedFields = object.path("metadata").path("managedFields");
    Metadata.begin(request, object, uid(request));
    request.rules().setDefaults(object);
    if (request.type() == Catalogue.PODS) {
      PodAccount.lend(request.state(), key.namespace(), object);
    }
    request.rules().prepareForCreate(object);
    admit(request, key, object);
    validate(request, key, object);
    request
        .state()
        .get(key)
        .ifPresent(
            present -> {
              throw Request.refuse(alreadyExists(request, present));
            });
    Allocations.forCreate(request, key, object);
    List<String> warnings = request.warnings(object, null);
    if (managed) {
      if (managedFields.isArray()) {
        Json.ensure(object, "metadata").set("managedFields", managedFields);
      }
      return Result.added(key, object).warning(warnings);
    }
    return Result.added(key, bodies.manage(request.type(), null, object, writer(request)))
        .warning(warnings);
  }

  private static void refuseVersion(ObjectNode object) {
    String version = Json.text(object, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals("0")) {
      throw Request.refuse(
          Status.badRequest("resourceVersion should not be set on objects to be created"));
    }
  }

  /** The counter keeps an object that is made again by a repeated command apart from the first. */
  private static String uid(Request request) {
    return Names.uid(request.commandId(), request.index(), request.state().resourceVersion());
  }

  static Writer writer(Request request) {
    return new Writer(
        request.manager(),
        request.operation().subresource(),
        request.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static ObjectKey name(Request request, ObjectNode object) {
    String name = Json.text(object, "metadata", "name");
    if (!name.isEmpty()) {
      return request.key().withName(name);
    }
    String base = Json.text(object, "metadata", "generateName");
    if (base.isEmpty()) {
      throw Request.refuse(
          Status.invalid(
              request.type(),
              "",
              List.of(FieldError.required("metadata.name", "name or generateName is required"))));
    }
    String kept = base.length() > MAX_GENERATED_BASE ? base.substring(0, MAX_GENERATED_BASE) : base;
    for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      String suffix =
          Names.suffix(
              SUFFIX_LENGTH,
              request.commandId(),
              request.index(),
              request.state().resourceVersion(),
              attempt);
      ObjectKey key = request.key().withName(kept + suffix);
      if (request.state().get(key).isEmpty() && request.state().unknown(key).isEmpty()) {
        Json.ensure(object, "metadata").put("name", key.name());
        return key;
      }
    }
    throw Request.refuse(
        new Status(
            409,
            "AlreadyExists",
            "the server was not able to generate a unique name for the object",
            null));
  }

  /**
   * The namespace must be there and stay there. A shard that does not hold namespaces is told how
   * they stand.
   */
  private static void checkNamespace(Request request, ObjectKey key) {
    if (!request.type().namespaced()) {
      return;
    }
    request
        .state()
        .unknown(Catalogue.NAMESPACES.key("", key.namespace()))
        .ifPresent(Unknown::refuse);
    Optional<Boolean> terminating =
        request.type().shard() == Catalogue.NAMESPACES.shard()
            ? request
                .state()
                .get(Catalogue.NAMESPACES.key("", key.namespace()))
                .map(KubeObject::terminating)
            : NamespaceStandings.terminating(request.state(), key.namespace());
    if (terminating.isEmpty()) {
      throw Request.refuse(Status.notFound(Catalogue.NAMESPACES, key.namespace()));
    }
    if (terminating.get()) {
      throw Request.refuse(terminating(request, key));
    }
  }

  /** Who makes anew what goes is told that it goes. */
  private static Status alreadyExists(Request request, KubeObject present) {
    Status plain = Status.alreadyExists(request.type(), present.name());
    return present.terminating()
        ? new Status(
            plain.code(),
            plain.reason(),
            "object is being deleted: " + plain.message(),
            plain.details())
        : plain;
  }

  private static Status terminating(Request request, ObjectKey key) {
    Status plain =
        Status.forbidden(
            request.type(),
            key.name(),
            "unable to create new content in namespace "
                + key.namespace()
                + " because it is being terminated");
    Status.Cause cause =
        new Status.Cause(
            "NamespaceTerminating",
            "namespace " + key.namespace() + " is being terminated",
            "metadata.namespace");
    return new Status(
        plain.code(),
        plain.reason(),
        plain.message(),
        new Status.Details(
            key.name(), request.type().group(), request.type().plural(), null, List.of(cause), 0));
  }

  private static void admit(Request request, ObjectKey key, ObjectNode object) {
    request
        .rules()
        .inadmissible(object)
        .ifPresent(
            why -> {
              throw Request.refuse(Status.forbidden(request.type(), key.name(), why));
            });
  }

  private static void validate(Request request, ObjectKey key, ObjectNode object) {
    KubeObject candidate = new KubeObject(object);
    List<FieldError> errors = request.rules().validateCreate(candidate);
    if (!errors.isEmpty()) {
      throw Request.refuse(Status.invalid(request.type(), key.name(), errors));
    }
  }
}
