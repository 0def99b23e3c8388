package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;

/** Whether a body is what its URL says. The words of refusals are kube-apiserver's. */
final class Identity {

  private Identity() {}

  /**
   * Checks that a body is of the kind that its URL names; absent apiVersion and kind are filled in.
   *
   * @throws ApiException 400 if it is not
   */
  static void requireKind(ObjectNode object, String apiVersion, String kind) {
    String version = Json.text(object, "apiVersion");
    String given = Json.text(object, "kind");
    if (!version.isEmpty() && !version.equals(apiVersion)) {
      throw bad(
          "the API version in the data ("
              + version
              + ") does not match the expected API version ("
              + apiVersion
              + ")");
    }
    if (!given.isEmpty() && !given.equals(kind)) {
      String plain = apiVersion.substring(apiVersion.indexOf('/') + 1);
      throw bad(
          given
              + " in version \""
              + plain
              + "\" cannot be handled as a "
              + kind
              + ": converting ("
              + plain
              + "."
              + given
              + ") to ("
              + kind
              + "): unknown conversion");
    }
    object.put("apiVersion", apiVersion);
    object.put("kind", kind);
  }

  /**
   * Checks an object's name and namespace against the URL's, and fills in the namespace.
   *
   * @throws ApiException 400 if they differ
   */
  static void requireIdentity(ObjectNode object, ResourcePath path) {
    ResourceType type = path.type();
    JsonNode given = object.path("metadata");
    if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
      throw bad("metadata must be an object");
    }
    String namespace = given.path("namespace").asText("");
    if (type.namespaced()) {
      if (!namespace.isEmpty() && !namespace.equals(path.namespace())) {
        throw bad(
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
      }
      Json.ensure(object, "metadata").put("namespace", path.namespace());
    }
    if (!path.name().isEmpty()) {
      requireName(given.path("name").asText(""), path.name());
    }
  }

  private static void requireName(String given, String expected) {
    if (given.isEmpty()) {
      throw bad(
          "the name of the object ("
              + expected
              + " based on URL) was undeterminable: name must be provided");
    }
    if (!given.equals(expected)) {
      throw bad(
          "the name of the object ("
              + given
              + ") does not match the name on the URL ("
              + expected
              + ")");
    }
  }

  private static ApiException bad(String message) {
    return new ApiException(Status.badRequest(message));
  }
}
