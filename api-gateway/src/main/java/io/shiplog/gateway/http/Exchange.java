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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** One request for a resource, understood, authenticated and authorized. */
final class Exchange implements Executor {

  /** In bytes; what is smaller is decoded at once. */
  private static final int LARGE_BODY = 64 << 10;

  /** How many bytes of heap a byte of JSON takes as a tree, roughly. */
  static final long TREE_BYTES = 8;

  private final HttpServerRequest request;
  private final Context context;
  private final ResourcePath path;
  private final ApiVerb verb;
  private final UserInfo user;
  private final Query query;
  private final Accept accept;
  private final List<MemoryBudget.Part> memory = new ArrayList<>();

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

  /** Whom it runs as. */
  UserInfo user() {
    return user;
  }

  Query query() {
    return query;
  }

  Accept accept() {
    return accept;
  }

  /**
   * Takes memory until the response has ended.
   *
   * @param bytes estimated
   * @throws ApiException 429 if too much is taken already
   */
  MemoryBudget.Part take(long bytes) {
    MemoryBudget.Part part = MemoryBudget.OF_THIS_PROCESS.take(bytes);
    memory.add(part);
    return part;
  }

  /** The response has ended, whichever way. */
  void ended() {
    memory.forEach(MemoryBudget.Part::giveBack);
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

  /**
   * Reads the whole body and makes something of it. A large one is read on a thread that may be
   * busy for a while: on the event loop others wait.
   *
   * @param decoder fails with what the request is answered with
   */
  <T> Future<T> body(int limit, Function<byte[], T> decoder) {
    return body(limit)
        .compose(
            bytes -> {
              if (bytes.length <= LARGE_BODY) {
                return Future.succeededFuture(bytes).map(decoder);
              }
              take(bytes.length * TREE_BYTES);
              return context.executeBlocking(() -> decoder.apply(bytes), false);
            });
  }

  private static ApiException tooLarge(int limit) {
    return new ApiException(Status.tooLarge("limit is " + limit));
  }
}
