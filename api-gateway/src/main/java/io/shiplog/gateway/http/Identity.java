package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
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
    String version = orElse(Json.text(object, "apiVersion"), apiVersion);
    String given = orElse(Json.text(object, "kind"), kind);
    if (!version.equals(apiVersion) || !given.equals(kind)) {
      String plain = version.substring(version.indexOf('/') + 1);
      String why =
          Catalogue.byKind(version, given).isPresent()
              ? "converting ("
                  + plain
                  + "."
                  + given
                  + ") to ("
                  + goType(apiVersion, kind)
                  + "): unknown conversion"
              : "no kind \"" + given + "\" is registered for version \"" + version + "\"";
      throw bad(
          given + " in version \"" + plain + "\" cannot be handled as a " + kind + ": " + why);
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
      return; // Of which type it ought to be, the schema says.
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

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  /** A kind as kube-apiserver's code calls it, which some of its messages show. */
  static String goType(ResourceType type) {
    return goType(type.apiVersion(), type.kind());
  }

  /** The group's first word, as Go's packages are named, and the kind. */
  private static String goType(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.", 2)[0];
    return group + "." + kind;
  }

  private static ApiException bad(String message) {
    return new ApiException(Status.badRequest(message));
  }
}
