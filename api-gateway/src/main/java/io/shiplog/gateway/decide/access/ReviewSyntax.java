package io.shiplog.gateway.decide.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an access review must say. Source: kube-apiserver, {@code
 * pkg/apis/authorization/validation/validation.go}.
 */
final class ReviewSyntax {

  private ReviewSyntax() {}

  /**
   * Requires it.
   *
   * @throws ApiException 422 with all errors, 400 if the namespace is not the URL's
   */
  static void require(ResourceType type, String namespace, ObjectNode body) {
    boolean local = type.equals(ReviewKinds.LOCAL_ACCESS);
    List<FieldError> errors = new ArrayList<>(spec(type, body.path("spec")));
    if (!bare(body.path("metadata"), local)) {
      String but = local ? " except for namespace" : "";
      errors.add(FieldError.invalid("metadata", body.path("metadata"), "must be empty" + but));
    }
    JsonNode resource = body.path("spec").path("resourceAttributes");
    if (local && !resource.path("namespace").asText("").equals(namespace)) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes.namespace",
              resource.path("namespace").asText(""),
              "must match metadata.namespace"));
    }
    if (local && body.path("spec").path("nonResourceAttributes").isObject()) {
      errors.add(
          FieldError.invalid(
              "spec.nonResourceAttributes",
              body.path("spec").path("nonResourceAttributes"),
              "disallowed on this kind of request"));
    }
    if (!errors.isEmpty()) {
      throw new ApiException(Status.invalid(type, "", errors));
    }
  }

  private static List<FieldError> spec(ResourceType type, JsonNode spec) {
    List<FieldError> errors = new ArrayList<>();
    boolean resource = spec.path("resourceAttributes").isObject();
    boolean path = spec.path("nonResourceAttributes").isObject();
    if (resource && path) {
      errors.add(
          FieldError.invalid(
              "spec.nonResourceAttributes",
              spec.path("nonResourceAttributes"),
              "cannot be specified in combination with resourceAttributes"));
    }
    if (!resource && !path) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes",
              Json.MAPPER.nullNode(),
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
    boolean nobody = spec.path("user").asText("").isEmpty() && spec.path("groups").isEmpty();
    if (!type.equals(ReviewKinds.SELF_ACCESS) && nobody) {
      errors.add(
          FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
    }
    return errors;
  }

  /** Whether nothing is said in it, but perhaps the namespace of the URL. */
  private static boolean bare(JsonNode metadata, boolean local) {
    Set<String> free = local ? Set.of("managedFields", "namespace") : Set.of("managedFields");
    return metadata.properties().stream()
        .filter(entry -> !free.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .allMatch(
            value ->
                value.isNull()
                    || value.isContainerNode() && value.isEmpty()
                    || value.isTextual() && value.asText().isEmpty());
  }
}
