package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.decide.Scales;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.intake.CommandResult;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Limits;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Create, update and patch, of objects and of their subresources. */
final class ObjectWrites {

  private final CommandBus bus;
  private final Rendering rendering;

  ObjectWrites(CommandBus bus, Rendering rendering) {
    this.bus = bus;
    this.rendering = rendering;
  }

  CompletionStage<Answer> create(Exchange exchange) {
    WriteOptions options = RequestOptions.write(exchange, "CreateOptions");
    return body(exchange)
        .map(body -> creation(exchange, body, options))
        .toCompletionStage()
        .thenCompose(operation -> submit(exchange, operation));
  }

  CompletionStage<Answer> update(Exchange exchange) {
    WriteOptions options = RequestOptions.write(exchange, "UpdateOptions");
    return body(exchange)
        .map(body -> replacement(exchange, body, options))
        .toCompletionStage()
        .thenCompose(operation -> submit(exchange, operation));
  }

  CompletionStage<Answer> patch(Exchange exchange) {
    PatchType type =
        PatchType.of(exchange.contentType())
            .orElseThrow(() -> new ApiException(Status.unsupportedMediaType(patchTypes())));
    WriteOptions options = RequestOptions.write(exchange, "PatchOptions");
    if (options.force() && type != PatchType.APPLY) {
      throw RequestOptions.invalid(
          "PatchOptions",
          io.shiplog.model.error.FieldError.forbidden(
              "force", "may not be specified for non-apply patch"));
    }
    return exchange
        .body(Limits.MAX_REQUEST_BYTES)
        .map(bytes -> patchBody(exchange, type, bytes))
        .map(patch -> patchOperation(exchange, type, patch, options))
        .toCompletionStage()
        .thenCompose(operation -> submit(exchange, operation));
  }

  private static Operation patchOperation(
      Exchange exchange, PatchType type, JsonNode patch, WriteOptions options) {
    ResourcePath path = exchange.path();
    return Operation.patch(
        path.key(), path.subresource(), type, patch, Preconditions.NONE, options);
  }

  private Future<ObjectNode> body(Exchange exchange) {
    String mediaType = exchange.contentType();
    String kind = exchange.path().type().kind();
    return exchange
        .body(Limits.MAX_REQUEST_BYTES)
        .map(bytes -> Bodies.object(bytes, mediaType, kind));
  }

  private static Operation creation(Exchange exchange, ObjectNode body, WriteOptions options) {
    ResourcePath path = exchange.path();
    if (path.subresource().equals("binding")) {
      Bodies.requireKind(body, "v1", "Binding");
      Bodies.requireIdentity(body, path);
      return new Operation(Verb.CREATE, path.key(), "binding", null, body, null, options, null);
    }
    if (!path.subresource().isEmpty() || path.type().namespaced() && path.namespace().isEmpty()) {
      throw new ApiException(Status.methodNotAllowed());
    }
    Bodies.requireKind(body, path.type().apiVersion(), path.type().kind());
    Bodies.requireIdentity(body, path);
    String name = Json.text(body, "metadata", "name");
    return Operation.create(path.type().key(path.namespace(), name), body, options);
  }

  private static Operation replacement(Exchange exchange, ObjectNode body, WriteOptions options) {
    ResourcePath path = exchange.path();
    boolean scale = path.subresource().equals("scale");
    if (path.subresource().equals("binding") || path.subresource().equals("log")) {
      throw new ApiException(Status.methodNotAllowed());
    }
    Bodies.requireKind(
        body,
        scale ? "autoscaling/v1" : path.type().apiVersion(),
        scale ? "Scale" : path.type().kind());
    Bodies.requireIdentity(body, path);
    return new Operation(
        Verb.UPDATE, path.key(), path.subresource(), null, body, null, options, null);
  }

  private static JsonNode patchBody(Exchange exchange, PatchType type, byte[] bytes) {
    JsonNode patch = parsePatch(type, bytes);
    boolean rightShape = type == PatchType.JSON ? patch.isArray() : patch.isObject();
    if (!rightShape) {
      throw new ApiException(
          Status.badRequest(
              "error decoding patch: the body must be a JSON "
                  + (type == PatchType.JSON ? "array" : "object")));
    }
    if (type == PatchType.APPLY && exchange.query().text("fieldManager").isEmpty()) {
      throw RequestOptions.invalid(
          "PatchOptions",
          io.shiplog.model.error.FieldError.required(
              "fieldManager", "is required for apply patch"));
    }
    return patch;
  }

  private static JsonNode parsePatch(PatchType type, byte[] bytes) {
    try {
      return type == PatchType.APPLY ? Yaml.parse(bytes) : Json.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new ApiException(Status.badRequest("error decoding patch: " + e.getMessage()));
    }
  }

  private CompletionStage<Answer> submit(Exchange exchange, Operation operation) {
    Command command = Command.of(UUID.randomUUID().toString(), exchange.user(), operation);
    return bus.submit(command).thenApplyAsync(result -> answer(exchange, result), exchange);
  }

  private Answer answer(Exchange exchange, CommandResult result) {
    if (result.rejected()) {
      return Answer.failure(result.outcome().status());
    }
    int code = result.first().created() ? 201 : 200;
    ResourcePath path = exchange.path();
    if (path.subresource().equals("binding")) {
      return Answer.json(201, StatusJson.success(201));
    }
    byte[] object =
        result
            .firstObject()
            .orElseThrow(
                () -> new ApiException(Status.notFound(path.type(), result.first().key().name())));
    if (path.subresource().equals("scale")) {
      return Answer.json(code, Scales.of(new KubeObject(Json.parseObject(object))));
    }
    return rendering.object(exchange, code, object);
  }

  private static String patchTypes() {
    StringBuilder all = new StringBuilder();
    for (PatchType type : PatchType.values()) {
      all.append(all.isEmpty() ? "" : ", ").append(type.mediaType());
    }
    return "the body of the request was in an unknown format - accepted media types include: "
        + all;
  }
}
