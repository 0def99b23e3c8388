package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;

/** The two patches that know nothing of Kubernetes. */
public final class Patches {

  /** As many operations as kube-apiserver carries out for one JSON patch. */
  static final int MAX_OPERATIONS = 10_000;

  private Patches() {}

  /**
   * Applies a JSON patch (RFC 6902): all of its operations or none.
   *
   * @return a new tree
   * @throws ApiException 400 if the patch is not a list of operations, 413 if it has more than
   *     10,000 or copies more than 3 MiB, 422 if one fails (a test that does not hold, a path that
   *     is not there) or what is left is not an object
   */
  public static ObjectNode json(ObjectNode current, JsonNode patch) {
    if (!patch.isArray()) {
      throw PatchErrors.malformed("error decoding patch: a JSON patch is a list of operations");
    }
    if (patch.size() > MAX_OPERATIONS) {
      throw new ApiException(
          Status.tooLarge(
              "The allowed maximum operations in a JSON patch is "
                  + MAX_OPERATIONS
                  + ", got "
                  + patch.size()));
    }
    JsonPatch work = new JsonPatch(current.deepCopy());
    for (JsonNode operation : patch) {
      if (!operation.isObject()) {
        throw PatchErrors.malformed(
            "error decoding patch: not an operation: " + PatchErrors.shown(operation));
      }
      work.apply(operation);
    }
    if (work.result() instanceof ObjectNode patched) {
      return patched;
    }
    throw PatchErrors.unprocessable("the patch leaves no object");
  }

  /**
   * Applies a merge patch (RFC 7386): maps merge, nulls delete, everything else replaces.
   *
   * @return a new tree
   * @throws ApiException 400 if the patch is not an object
   */
  public static ObjectNode merge(ObjectNode current, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      throw PatchErrors.malformed("error decoding patch: a merge patch is an object");
    }
    ObjectNode result = current.deepCopy();
    change(result, changes);
    return result;
  }

  private static void change(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                target.remove(change.getKey());
              } else if (change.getValue() instanceof ObjectNode nested) {
                change(Json.ensure(target, change.getKey()), nested);
              } else {
                target.set(change.getKey(), change.getValue().deepCopy());
              }
            });
  }
}
