package io.shiplog.gateway.http;

import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.concurrent.Executor;

/** One request for a resource, understood, authenticated and authorized. */
final class Exchange implements Executor {

  private final HttpServerRequest request;
  private final Context context;
  private final ResourcePath path;
  private final ApiVerb verb;
  private final UserInfo user;
  private final Query query;
  private final Accept accept;

  Exchange(
      HttpServerRequest request, Context context, ResourcePath path, ApiVerb verb, UserInfo user) {
    this.request = request;
    this.context = context;
    this.path = path;
    this.verb = verb;
    this.user = user;
    this.query = new Query(request.params());
    this.accept = Accept.parse(request.getHeader("Accept"));
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return request.response();
  }

  /** The event loop of this request: everything that touches the response runs there. */
  Context context() {
    return context;
  }

  /** Runs something on the event loop of this request. */
  @Override
  public void execute(Runnable action) {
    context.runOnContext(turn -> action.run());
  }

  ResourcePath path() {
    return path;
  }

  ApiVerb verb() {
    return verb;
  }

  UserInfo user() {
    return user;
  }

  Query query() {
    return query;
  }

  Accept accept() {
    return accept;
  }

  /** The media type of the body without its parameters, in lower case; JSON if none is given. */
  String contentType() {
    String header = request.getHeader("Content-Type");
    if (header == null || header.isBlank()) {
      return Answer.JSON;
    }
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the whole body. Must be asked for before the request's turn on the event loop ends.
   *
   * @param limit bytes; the future fails with a 413 beyond
   */
  Future<byte[]> body(int limit) {
    Promise<byte[]> whole = Promise.promise();
    Buffer collected = Buffer.buffer();
    request.handler(
        part -> {
          if (collected.length() + part.length() <= limit) {
            collected.appendBuffer(part);
          } else {
            whole.tryFail(tooLarge(limit));
          }
        });
    request.endHandler(end -> whole.tryComplete(collected.getBytes()));
    request.exceptionHandler(whole::tryFail);
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
    return whole.future();
  }

  private static ApiException tooLarge(int limit) {
    return new ApiException(Status.tooLarge("limit is " + limit));
  }
}
