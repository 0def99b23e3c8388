package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a PATCH asks for, but for its body.
 *
 * @param path what to patch
 * @param type how to read the body
 * @param options the options in the URL
 */
record PatchRequest(ResourcePath path, PatchType type, WriteOptions options) {

  /**
   * Reads what stands in the URL and the headers.
   *
   * @throws ApiException 415 if the media type is no patch's, 422 if the options contradict it
   */
  static PatchRequest of(Exchange exchange) {
    PatchType type =
        PatchType.of(exchange.contentType())
            .orElseThrow(() -> new ApiException(Status.unsupportedMediaType(acceptable())));
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
   * The operation with this body.
   *
   * @throws ApiException 400 if the body is no patch of this type
   */
  Operation operation(byte[] body) {
    JsonNode patch = parse(body);
    boolean array = type == PatchType.JSON;
    if (array ? !patch.isArray() : !patch.isObject()) {
      throw bad("the body must be a JSON " + (array ? "array" : "object"));
    }
    return Operation.patch(
        path.key(), path.subresource(), type, patch, Preconditions.NONE, options);
  }

  private JsonNode parse(byte[] body) {
    try {
      return type == PatchType.APPLY ? Yaml.parse(body) : Json.parse(body);
    } catch (IllegalArgumentException e) {
      throw bad(String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
    }
  }

  private static ApiException bad(String why) {
    return new ApiException(Status.badRequest("error decoding patch: " + why));
  }

  private static String acceptable() {
    return "the body of the request was in an unknown format - accepted media types include: "
        + Arrays.stream(PatchType.values())
            .map(PatchType::mediaType)
            .collect(Collectors.joining(", "));
  }
}
