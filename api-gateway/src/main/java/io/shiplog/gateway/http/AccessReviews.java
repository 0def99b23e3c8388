package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.decide.access.Authorizer;
import io.shiplog.gateway.decide.access.Reviews;
import io.shiplog.model.ResourceType;
import io.shiplog.model.ReviewKinds;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Limits;
import java.util.concurrent.CompletionStage;

/** POST of a review: answered here and now, and kept nowhere. */
final class AccessReviews {

  private final RequestDecoder decoder;
  private final Reviews reviews;

  AccessReviews(RequestDecoder decoder, Authorizer authorizer) {
    this.decoder = decoder;
    this.reviews = new Reviews(authorizer);
  }

  /** Whether a path is about reviews. */
  static boolean about(ResourcePath path) {
    return ReviewKinds.ALL.contains(path.type());
  }

  CompletionStage<Answer> answer(Exchange exchange) {
    ResourcePath path = exchange.path();
    ResourceType type = path.type();
    boolean nowhere = type.namespaced() && path.namespace().isEmpty();
    if (exchange.verb() != ApiVerb.CREATE || nowhere) {
      throw new ApiException(Status.methodNotAllowed());
    }
    WriteOptions options = RequestOptions.write(exchange, "CreateOptions");
    String mediaType = exchange.contentType();
    return exchange
        .body(
            Limits.MAX_REQUEST_BYTES,
            bytes -> answer(exchange, decoder.read(bytes, mediaType, type.kind()), options))
        .toCompletionStage();
  }

  private Answer answer(Exchange exchange, RequestDecoder.Body read, WriteOptions options) {
    ResourcePath path = exchange.path();
    ResourceType type = path.type();
    Identity.requireKind(read.object(), type.apiVersion(), type.kind());
    Identity.requireIdentity(read.object(), path);
    RequestDecoder.Body body = decoder.check(read, type, options);
    ObjectNode answer = reviews.answer(type, path.namespace(), body.object(), exchange.user());
    return Answer.json(201, answer).as(exchange.accept()).withWarnings(body.warnings());
  }
}
