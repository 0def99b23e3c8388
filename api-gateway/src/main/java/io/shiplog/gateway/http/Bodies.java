package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.nio.charset.StandardCharsets;

/** Request bodies as trees, whatever the media type. The words of refusals are kube-apiserver's. */
final class Bodies {

  private static final int SHOWN = 30;

  private Bodies() {}

  /**
   * Decodes an object of any of the media types that objects come in.
   *
   * @param what the kind that is expected, for the message
   * @throws ApiException 400 if it cannot be read, 415 if the media type is unknown
   */
  static ObjectNode object(byte[] body, String mediaType, String what) {
    JsonNode tree;
    switch (mediaType) {
      case "application/json" -> tree = json(body, what);
      case "application/yaml", "application/x-yaml", "text/yaml" -> tree = yaml(body, what);
      case "application/vnd.kubernetes.protobuf" -> tree = ProtobufBodies.decode(body);
      default ->
          throw new ApiException(
              Status.unsupportedMediaType(
                  "the body of the request was in an unknown format - accepted media types include:"
                      + " application/json, application/yaml,"
                      + " application/vnd.kubernetes.protobuf"));
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw unreadable(body, what, "the document is not an object");
  }

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

  static JsonNode json(byte[] body, String what) {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException e) {
      throw unreadable(body, what, "couldn't get version/kind; json parse error: " + oneLine(e));
    }
  }

  static JsonNode yaml(byte[] body, String what) {
    try {
      return Yaml.parse(body);
    } catch (IllegalArgumentException e) {
      throw unreadable(body, what, "yaml parse error: " + oneLine(e));
    }
  }

  private static ApiException unreadable(byte[] body, String what, String why) {
    String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
    return bad(
        "the object provided is unrecognized (must be of type "
            + what
            + "): "
            + why
            + " ("
            + text
            + (body.length > SHOWN ? " ..." : "")
            + ")");
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }

  private static ApiException bad(String message) {
    return new ApiException(Status.badRequest(message));
  }
}
