package io.shiplog.gateway.http;

import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.Watcher;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** WATCH, over a chunked response or a WebSocket. */
final class Watches {

  private static final Logger LOG = Logger.getLogger(Watches.class);

  /** A watch without a timeout of its own ends after half an hour to an hour. */
  private static final int MIN_SECONDS = 1_800;

  private static final long MAX_SECONDS = 86_400;

  private final ReadModel model;
  private final ObjectReads reads;
  private final Rendering rendering;

  Watches(ReadModel model, ObjectReads reads, Rendering rendering) {
    this.model = model;
    this.reads = reads;
    this.rendering = rendering;
  }

  /**
   * Starts the stream. A refusal before its first byte is an answer; null means that the stream has
   * taken over the response.
   */
  CompletionStage<Answer> watch(Exchange exchange) {
    Query query = exchange.query();
    Selection selection = ObjectReads.selection(exchange);
    boolean initial = query.flag("sendInitialEvents");
    ReadVersion version = version(exchange, initial);
    long asked = query.number("timeoutSeconds").orElseGet(Watches::defaultTimeout);
    long seconds = Math.clamp(asked, 1, MAX_SECONDS);
    boolean bookmarks = query.flag("allowWatchBookmarks");
    boolean state = initial || !version.given() && !query.has("sendInitialEvents");
    Function<Runnable, Watcher> start = start(selection, version, state, initial && bookmarks);
    ReadVersion least = initial ? version : version.ofWatch();
    boolean socket = "websocket".equalsIgnoreCase(exchange.request().getHeader("Upgrade"));
    if (socket) {
      Supplier<CompletionStage<Void>> fresh = () -> reads.fresh(selection.type(), least);
      overSocket(exchange, fresh, start, seconds, bookmarks);
      return CompletableFuture.completedStage(null);
    }
    return reads
        .fresh(selection.type(), least)
        .thenApplyAsync(
            reached -> {
              overResponse(exchange, start, seconds, bookmarks);
              return null;
            },
            exchange);
  }

  private Function<Runnable, Watcher> start(
      Selection selection, ReadVersion version, boolean state, boolean announceEnd) {
    ObjectStore store = model.store();
    return signal ->
        state
            ? store.watchState(selection, announceEnd, signal)
            : version.given()
                ? store.watchAfter(selection, version.atLeast(), signal)
                : store.watchAfter(selection, store.version(selection.type().shard()), signal);
  }

  private void overResponse(
      Exchange exchange, Function<Runnable, Watcher> start, long seconds, boolean bookmarks) {
    HttpServerResponse response = exchange.response();
    if (response.closed()) {
      return;
    }
    WatchStream stream = new WatchStream(exchange, WatchSink.of(response), rendering);
    Watcher watcher;
    try {
      watcher = start.apply(stream::wake);
    } catch (ApiException expired) {
      refuse(exchange, expired);
      return;
    }
    begin(response, exchange);
    stream.start(() -> watcher, seconds, bookmarks);
  }

  /** As kube-apiserver, a watch that cannot start is a stream of one ERROR event. */
  private static void refuse(Exchange exchange, ApiException why) {
    begin(exchange.response(), exchange);
    exchange.response().end(Buffer.buffer(WatchStream.error(why.status())));
  }

  private static void begin(HttpServerResponse response, Exchange exchange) {
    response.setChunked(true);
    response.putHeader("Content-Type", exchange.accept().contentType());
    response.putHeader("Cache-Control", "no-cache, private");
    response.writeHead();
  }

  /** Hands are shaken first: that has to happen within the request's turn on the event loop. */
  private void overSocket(
      Exchange exchange,
      Supplier<CompletionStage<Void>> fresh,
      Function<Runnable, Watcher> start,
      long seconds,
      boolean bookmarks) {
    exchange
        .request()
        .toWebSocket()
        .onFailure(failure -> LOG.debugf(failure, "the upgrade to a WebSocket failed"))
        .onSuccess(
            socket ->
                fresh
                    .get()
                    .whenCompleteAsync(
                        (reached, failure) -> {
                          if (!socket.isClosed()) {
                            WatchSink sink = WatchSink.of(socket);
                            WatchStream stream = new WatchStream(exchange, sink, rendering);
                            try {
                              requireFresh(failure);
                              stream.start(() -> start.apply(stream::wake), seconds, bookmarks);
                            } catch (ApiException refused) {
                              sink.write(Buffer.buffer(WatchStream.error(refused.status())));
                              sink.end();
                            }
                          }
                        },
                        exchange));
  }

  private static void requireFresh(Throwable failure) {
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    if (why instanceof ApiException refused) {
      throw refused;
    }
    if (why != null) {
      LOG.error("a watch cannot begin", why);
      throw new ApiException(Status.internal(String.valueOf(why.getMessage())));
    }
  }

  /** Where to start, after the rules for watch-list. Source: apimachinery's list options. */
  private static ReadVersion version(Exchange exchange, boolean initial) {
    Query query = exchange.query();
    boolean match = query.has("resourceVersionMatch");
    if (query.has("sendInitialEvents")) {
      if (!query.text("resourceVersionMatch").equals("NotOlderThan")) {
        throw ReadVersion.invalid(
            FieldError.forbidden(
                "resourceVersionMatch",
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
      }
    } else if (match && !initial) {
      throw ReadVersion.invalid(
          FieldError.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
    }
    return ReadVersion.ofGet(query);
  }

  private static long defaultTimeout() {
    return ThreadLocalRandom.current().nextLong(MIN_SECONDS, 2L * MIN_SECONDS);
  }
}
