package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.ledger.decide.Kinds;
import io.shiplog.manifests.Yaml;
import io.shiplog.manifests.YamlDocument;
import io.shiplog.manifests.YamlException;
import io.shiplog.model.Json;
import io.shiplog.model.Nesting;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.shiplog.model.schema.GoJson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a PATCH asks for, but for its body.
 *
 * @param path what to patch
 * @param type how to read the body
 * @param options the options in the URL
 */
record PatchRequest(ResourcePath path, PatchType type, WriteOptions options) {

  private static final String APPLY = "error decoding YAML: ";
  private static final String CONVERTING = "error converting YAML to JSON: ";

  /**
   * Reads what stands in the URL and the headers.
   *
   * @throws ApiException 415 if the media type is no patch's, 422 if the options contradict it
   */
  static PatchRequest of(Exchange exchange) {
    PatchType type =
        PatchType.of(exchange.contentType()).orElseThrow(() -> new ApiException(unsupported()));
    WriteOptions options = RequestOptions.write(exchange, "PatchOptions");
    if (type == PatchType.APPLY) {
      if (exchange.query().text("fieldManager").isEmpty()) {
        throw RequestOptions.invalid(
            "PatchOptions", FieldError.required("fieldManager", "is required for apply patch"));
      }
    } else if (options.force()) {
      throw RequestOptions.invalid(
          "PatchOptions",
          FieldError.forbidden("force", "may not be specified for non-apply patch"));
    }
    return new PatchRequest(exchange.path(), type, options);
  }

  /**
   * A patch that was read.
   *
   * @param operation what it asks for
   * @param warnings what strict decoding objects to in its text: keys that were set twice
   */
  record Read(Operation operation, List<String> warnings) {}

  /**
   * The operation with this body.
   *
   * @throws ApiException 400 if the body is no patch of this type, or under strict validation sets
   *     a key twice
   */
  Read read(byte[] body) {
    if (type != PatchType.APPLY) {
      return new Read(operation(body, parse(body)), List.of());
    }
    YamlDocument document = yaml(body);
    List<String> errors = document.strictErrors();
    if (options.fieldValidation().equals("Strict") && !errors.isEmpty()) {
      String why = "error strict decoding YAML: " + CONVERTING + errors.getFirst();
      throw new ApiException(Status.badRequest(why));
    }
    boolean warn = options.fieldValidation().equals("Warn");
    Operation operation = operation(body, document.tree());
    return new Read(operation, warn ? document.duplicates() : List.of());
  }

  private Operation operation(byte[] body, JsonNode patch) {
    if (!Nesting.fits(patch)) {
      throw bad(GoJson.syntaxError(body).orElse("the patch" + Nesting.EXCEEDED));
    }
    boolean array = type == PatchType.JSON;
    if (array ? !patch.isArray() : !patch.isObject()) {
      Optional<String> found =
          patch.isMissingNode() ? Optional.empty() : GoJson.kind(Json.bytes(patch));
      String wanted = array ? "[]handlers.jsonPatchOp" : "map[string]interface {}";
      throw bad(found.map(kind -> GoJson.mismatch(kind, wanted)).orElse(GoJson.NOTHING));
    }
    if (type == PatchType.APPLY) {
      requireKind(patch);
    }
    return Operation.patch(
        path.key(), path.subresource(), type, patch, Preconditions.NONE, options);
  }

  /** Of what is applied, the kind must be said. */
  private void requireKind(JsonNode applied) {
    String version = applied.path("apiVersion").asText("");
    String kind = applied.path("kind").asText("");
    ResourceType expected = path.subresource().equals("scale") ? Kinds.SCALES : path.type();
    if (!version.equals(expected.apiVersion()) || !kind.equals(expected.kind())) {
      String shown = version.contains("/") ? version : "/" + version;
      throw new ApiException(Status.badRequest("invalid object type: " + shown + ", Kind=" + kind));
    }
  }

  private JsonNode parse(byte[] body) {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
      throw bad(GoJson.syntaxError(body).orElse(why));
    }
  }

  private static YamlDocument yaml(byte[] body) {
    try {
      return Yaml.read(body);
    } catch (YamlException e) {
      throw new ApiException(Status.badRequest(APPLY + CONVERTING + e.getMessage()));
    }
  }

  private ApiException bad(String why) {
    String before =
        switch (type) {
          case APPLY -> APPLY + "error unmarshaling JSON: while decoding JSON: ";
          case STRATEGIC -> "";
          default -> "error decoding patch: ";
        };
    return new ApiException(Status.badRequest(before + why));
  }

  private static Status unsupported() {
    String types =
        Arrays.stream(PatchType.values())
            .map(PatchType::mediaType)
            .collect(Collectors.joining(", "));
    return Status.unsupportedMediaType(
        "the body of the request was in an unknown format - accepted media types include: "
            + types);
  }
}
