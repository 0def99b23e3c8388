package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.readmodel.WatchItem;
import io.shiplog.gateway.readmodel.Watcher;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Carries a watcher's items to one client, as frames of JSON, no faster than the client reads. Runs
 * on the request's event loop, but for {@link #wake}.
 */
final class WatchStream {

  /** Like kube-apiserver's watch cache: about one bookmark a minute. */
  private static final long BOOKMARK_MILLIS = 60_000;

  private static final int MAX_FRAMES_AT_ONCE = 512;

  private final Exchange exchange;
  private final WatchSink sink;
  private final Rendering rendering;
  private Watcher watcher;
  private long bookmarks = -1;
  private long timeout = -1;
  private boolean ended;

  WatchStream(Exchange exchange, WatchSink sink, Rendering rendering) {
    this.exchange = exchange;
    this.sink = sink;
    this.rendering = rendering;
  }

  /** Starts: the watcher's signal must be {@link #wake}. */
  void start(Supplier<Watcher> watch, long timeoutSeconds, boolean allowBookmarks) {
    Vertx vertx = exchange.context().owner();
    sink.onClose(this::stop);
    watcher = watch.get();
    timeout = vertx.setTimer(timeoutSeconds * 1000, expired -> end());
    if (allowBookmarks) {
      bookmarks = vertx.setPeriodic(BOOKMARK_MILLIS, due -> watcher.requestBookmark());
    }
    drain();
  }

  /** Has waiting items written; from any thread. */
  void wake() {
    Context context = exchange.context();
    context.runOnContext(woken -> drain());
  }

  private void drain() {
    if (ended || watcher == null) {
      return;
    }
    for (int i = 0; i < MAX_FRAMES_AT_ONCE; i++) {
      if (watcher.overflowed()) {
        sink.write(Buffer.buffer(error(tooSlow())));
        end();
        return;
      }
      if (sink.full()) {
        sink.onDrain(this::drain);
        return;
      }
      WatchItem item = watcher.poll();
      if (item == null) {
        return;
      }
      sink.write(frame(item));
    }
    // Others on this event loop take their turn.
    wake();
  }

  private void end() {
    if (!ended) {
      stop();
      sink.end();
    }
  }

  private void stop() {
    ended = true;
    if (watcher != null) {
      watcher.close();
    }
    Vertx vertx = exchange.context().owner();
    vertx.cancelTimer(timeout);
    vertx.cancelTimer(bookmarks);
  }

  private Buffer frame(WatchItem item) {
    if (item.object() == null) {
      return Buffer.buffer(bookmark(item));
    }
    byte[] object = rendering.single(exchange, item.object().bytes());
    return Buffer.buffer(object.length + 40)
        .appendString("{\"type\":\"")
        .appendString(item.type().name())
        .appendString("\",\"object\":")
        .appendBytes(object)
        .appendString("}\n");
  }

  private byte[] bookmark(WatchItem item) {
    ObjectNode object = Json.object();
    object.put("kind", exchange.path().type().kind());
    object.put("apiVersion", exchange.path().type().apiVersion());
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(item.resourceVersion()));
    metadata.putNull("creationTimestamp");
    if (item.type() == WatchItem.Type.INITIAL_END) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return event("BOOKMARK", rendering.single(exchange, Json.bytes(object)));
  }

  /** A failure inside a stream that has begun. */
  static byte[] error(Status status) {
    return event("ERROR", Json.bytes(StatusJson.failure(status)));
  }

  private static byte[] event(String type, byte[] object) {
    String json = new String(object, StandardCharsets.UTF_8);
    return ("{\"type\":\"" + type + "\",\"object\":" + json + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Status tooSlow() {
    return Status.expired("the watch fell too far behind; list again");
  }
}
