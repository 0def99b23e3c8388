package io.shiplog.benchmarks.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/**
 * Follows a resource by a watch that is opened again when it ends, from where it ended: a server
 * closes the watch of whoever is slow. The first begins without a resourceVersion, so that the
 * server first sends what there is, and so does the next after one that the server cannot continue:
 * whoever listens must not mind hearing of an object twice. What was deleted before such a new
 * beginning is never told.
 */
public final class Follower {

  private static final long PAUSE_MILLIS = 1000;

  private final KubeClient client;
  private final String path;
  private final Consumer<WatchEvent> listener;
  private String resourceVersion = "";
  private volatile boolean closed;

  /**
   * Follows from {@link #start} on.
   *
   * @param path with the query, if there is one, but for {@code watch}
   * @param listener called on the client's event loop
   */
  public Follower(KubeClient client, String path, Consumer<WatchEvent> listener) {
    this.client = client;
    this.path = path + (path.contains("?") ? "&" : "?") + "watch=1";
    this.listener = listener;
  }

  /** Opens the first watch. */
  public void start() {
    if (closed) {
      return;
    }
    RecordParser lines = RecordParser.newDelimited("\n", this::line);
    String from = resourceVersion.isEmpty() ? "" : "&resourceVersion=" + resourceVersion;
    client.stream(path + from, lines)
        .onSuccess(response -> response.end().onComplete(done -> again()))
        .onFailure(failure -> beginAnew());
  }

  private void beginAnew() {
    resourceVersion = "";
    again();
  }

  private void again() {
    if (!closed) {
      client.vertx().setTimer(PAUSE_MILLIS, timer -> start());
    }
  }

  private void line(Buffer line) {
    if (!closed && line.length() > 0) {
      WatchEvent event = WatchEvent.read(line.getBytes());
      resourceVersion = event.resourceVersion();
      if (event.ofObject()) {
        listener.accept(event);
      }
    }
  }

  /** Listens no more; the connection goes with the client. */
  public void stop() {
    closed = true;
  }
}
