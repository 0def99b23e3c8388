package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.intake.CommandBus;
import io.shiplog.gateway.intake.CommandResult;
import io.shiplog.ledger.decide.Kinds;
import io.shiplog.ledger.decide.Scales;
import io.shiplog.ledger.decide.kinds.NewEvents;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Create, update and patch, of objects and of their subresources. */
final class ObjectWrites {

  private final CommandBus bus;
  private final RequestDecoder decoder;
  private final Rendering rendering;

  ObjectWrites(CommandBus bus, RequestDecoder decoder, Rendering rendering) {
    this.bus = bus;
    this.decoder = decoder;
    this.rendering = rendering;
  }

  /** POST of a new object, or of a Binding. */
  CompletionStage<Answer> create(Exchange exchange) {
    ResourcePath path = exchange.path();
    boolean binding = path.subresource().equals("binding");
    boolean nowhere = path.type().namespaced() && path.namespace().isEmpty();
    if (nowhere || !binding && !path.subresource().isEmpty()) {
      throw new ApiException(Status.methodNotAllowed());
    }
    WriteOptions options = RequestOptions.write(exchange, "CreateOptions");
    return submit(exchange, Verb.CREATE, binding ? Kinds.BINDINGS : path.type(), options);
  }

  /** PUT of an object, its status or its scale. */
  CompletionStage<Answer> update(Exchange exchange) {
    ResourcePath path = exchange.path();
    if (path.subresource().equals("binding") || path.subresource().equals("log")) {
      throw new ApiException(Status.methodNotAllowed());
    }
    boolean scale = path.subresource().equals("scale");
    WriteOptions options = RequestOptions.write(exchange, "UpdateOptions");
    return submit(exchange, Verb.UPDATE, scale ? Kinds.SCALES : path.type(), options);
  }

  /** PATCH of an object, its status or its scale. */
  CompletionStage<Answer> patch(Exchange exchange) {
    PatchRequest patch = PatchRequest.of(exchange);
    return exchange
        .body(Limits.MAX_REQUEST_BYTES, patch::read)
        .toCompletionStage()
        .thenCompose(
            read -> submit(exchange, stored(exchange, read.operation()), warnings(exchange, read)));
  }

  private static Operation stored(Exchange exchange, Operation patch) {
    return Operation.patch(
        patch.key(),
        patch.subresource(),
        patch.patchType(),
        Catalogue.conversion(exchange.path().type()).patchToStored(patch.patchType(), patch.body()),
        patch.preconditions(),
        patch.options());
  }

  /** A patch of the Scale is not of the object's kind. */
  private List<String> warnings(Exchange exchange, PatchRequest.Read read) {
    Operation patch = read.operation();
    List<String> warnings = new ArrayList<>(read.warnings());
    if (!patch.subresource().equals("scale")) {
      warnings.addAll(decoder.warnings(patch.body(), exchange.path().type(), patch.options()));
    }
    return warnings;
  }

  private CompletionStage<Answer> submit(
      Exchange exchange, Verb verb, ResourceType kind, WriteOptions options) {
    String mediaType = exchange.contentType();
    return exchange
        .body(
            Limits.MAX_REQUEST_BYTES,
            bytes -> {
              RequestDecoder.Body body = decoder.read(bytes, mediaType, kind.kind());
              Identity.requireKind(body.object(), kind.apiVersion(), kind.kind());
              Identity.requireIdentity(body.object(), exchange.path());
              RequestDecoder.Body checked = decoder.check(body, kind, options);
              if (verb == Verb.CREATE && kind == Catalogue.EVENTS_V1) {
                NewEvents.require(checked.object());
              }
              return checked;
            })
        .toCompletionStage()
        .thenCompose(
            body -> submit(exchange, operation(exchange, verb, body, options), body.warnings()));
  }

  private static Operation operation(
      Exchange exchange, Verb verb, RequestDecoder.Body body, WriteOptions options) {
    ResourcePath path = exchange.path();
    ObjectNode object = Catalogue.conversion(path.type()).toStored(body.object());
    ObjectKey key =
        path.collection()
            ? path.stored().key(path.namespace(), Json.text(object, "metadata", "name"))
            : path.key();
    return new Operation(verb, key, path.subresource(), null, object, null, options, null);
  }

  private CompletionStage<Answer> submit(
      Exchange exchange, Operation operation, List<String> warnings) {
    Command command = Command.of(UUID.randomUUID().toString(), exchange.user(), operation);
    return bus.submit(command)
        .thenApplyAsync(
            result ->
                answer(exchange, result)
                    .withWarnings(warnings)
                    .withWarnings(result.outcome().warnings()),
            exchange);
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
    byte[] object = result.firstObject().orElseThrow(() -> gone(path, result));
    if (path.subresource().equals("scale")) {
      KubeObject shown = new KubeObject(Json.parseObject(object));
      return Answer.json(code, shown.kind().equals("Scale") ? shown.json() : Scales.of(shown));
    }
    return rendering.object(exchange, code, object);
  }

  /** The object was written, and deleted before it could be shown. */
  private static ApiException gone(ResourcePath path, CommandResult result) {
    return new ApiException(Status.notFound(path.type(), result.first().key().name()));
  }
}
