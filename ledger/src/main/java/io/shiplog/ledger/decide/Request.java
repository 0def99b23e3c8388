package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * One operation on its way through the rules, with all they may look at.
 *
 * @param state the objects, the earlier operations of the command included
 * @param type the kind the operation is about
 * @param rules what is particular to that kind
 * @param operation what is asked for
 * @param commandId the command it belongs to
 * @param index its place in the command, from 0
 * @param user who asks
 * @param now when the command was written
 */
record Request(
    LedgerView state,
    ResourceType type,
    KindRules rules,
    Operation operation,
    String commandId,
    int index,
    UserInfo user,
    Instant now) {

  ObjectKey key() {
    return operation.key();
  }

  /**
   * The object the operation is about.
   *
   * @throws ApiException NotFound if there is none
   */
  KubeObject current() {
    return find().orElseThrow(() -> refuse(Status.notFound(type, key().name())));
  }

  Optional<KubeObject> find() {
    return state.get(key());
  }

  /**
   * The body as its author wrote it, not to be changed.
   *
   * @throws ApiException BadRequest if it is no JSON object
   */
  ObjectNode body() {
    if (operation.body() instanceof ObjectNode object) {
      return object;
    }
    // On the log, an empty body is left out.
    if (operation.body() == null || operation.body().isMissingNode()) {
      return Json.object();
    }
    throw refuse(Status.badRequest("the body of the request must be a JSON object"));
  }

  /** The patch document; one that is empty is left out on the log. */
  JsonNode patch() {
    if (operation.body() != null) {
      return operation.body();
    }
    return operation.patchType() == PatchType.JSON ? Json.array() : Json.object();
  }

  /** The time of the command as metadata shows it: RFC 3339, to the second. */
  String timestamp() {
    return time(now);
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Who owns the fields written: the manager given, or one named after the user. */
  String manager() {
    String given = operation.options().fieldManager();
    if (!given.isEmpty()) {
      return given;
    }
    return user.name().isEmpty()
        ? "unknown"
        : user.name().substring(user.name().lastIndexOf(':') + 1);
  }

  /**
   * What is to be said of an object that was accepted; nothing to controllers, who do not listen.
   */
  List<String> warnings(ObjectNode object, KubeObject before) {
    return user.ofControlPlane() ? List.of() : rules.warnings(new KubeObject(object), before);
  }

  /** An exception that ends the decision with this status. */
  static ApiException refuse(Status status) {
    return new ApiException(status);
  }
}
