package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.error.Status;

/**
 * Objects whose record cannot be read. Nothing is decided about them, for nobody knows what they
 * are like; only who asks by name that such an object go, and says nothing of what it should be, is
 * heard: that is the way out. Kubernetes has the same rule, under {@code
 * ignoreStoreReadErrorWithClusterBreakingPotential}.
 */
final class Unknown {

  private Unknown() {}

  /** Refuses what would have to know the object. */
  static void refuse(String why) {
    throw Request.refuse(Status.internal(why + "; " + wayOut()));
  }

  /** What a person can do about it. */
  static String wayOut() {
    return "if no backup brings it back, delete it without looking at it (kubectl delete --raw with"
        + " its path) and make it anew";
  }

  /** The only thing that can be done to it; anything else is refused. */
  static Result decide(Request request, String why) {
    Operation operation = request.operation();
    boolean blind =
        operation.verb() == Verb.DELETE
            && operation.subresource().isEmpty()
            && (operation.preconditions() == null
                || operation.preconditions().equals(Preconditions.NONE));
    if (!blind) {
      refuse(why);
    }
    ObjectKey key = operation.key();
    ObjectNode last =
        Json.object()
            .put("apiVersion", request.type().apiVersion())
            .put("kind", request.type().kind());
    ObjectNode metadata = last.putObject("metadata").put("name", key.name());
    if (!key.namespace().isEmpty()) {
      metadata.put("namespace", key.namespace());
    }
    return Result.deleted(key, last);
  }
}
