package io.shiplog.gateway.http;

import io.shiplog.model.error.Status;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's stream on its way to a client that asked for a WebSocket: one binary message for each
 * piece, as in kube-apiserver's protocol {@code binary.k8s.io}, which is also what is meant where
 * the client names none. The end closes it; a node's refusal does so with its reason.
 */
final class LogSocket implements NodeStreams.Receiver {

  private static final short INTERNAL_ERROR = 1011;

  /** A close frame has room for no more (RFC 6455, 5.5). */
  private static final int LONGEST_REASON = 123;

  private final Exchange exchange;
  private final ServerWebSocket socket;
  private final Runnable cancel;
  private final AtomicLong waiting = new AtomicLong();

  private LogSocket(Exchange exchange, ServerWebSocket socket, Runnable cancel) {
    this.exchange = exchange;
    this.socket = socket;
    this.cancel = cancel;
    socket.closeHandler(closed -> cancel.run());
  }

  /** Whether the client asks for a WebSocket. */
  static boolean wanted(Exchange exchange) {
    return "websocket".equalsIgnoreCase(exchange.request().getHeader(HttpHeaders.UPGRADE));
  }

  /**
   * Shakes hands. Must be asked for before the request's turn on the event loop ends.
   *
   * @param cancel called when the client is gone, or too slow
   */
  static Future<LogSocket> accept(Exchange exchange, Runnable cancel) {
    return exchange.request().toWebSocket().map(socket -> new LogSocket(exchange, socket, cancel));
  }

  @Override
  public void data(byte[] bytes) {
    if (waiting.addAndGet(bytes.length) > LogStream.MAX_WAITING) {
      cancel.run();
      exchange.execute(() -> close("the client reads too slowly"));
      return;
    }
    exchange.execute(
        () -> {
          if (!socket.isClosed()) {
            socket
                .writeBinaryMessage(Buffer.buffer(bytes))
                .onComplete(done -> waiting.addAndGet(-bytes.length));
          }
        });
  }

  @Override
  public void end(byte[] status) {
    Status failure = PodLogs.failure(status);
    exchange.execute(
        () -> {
          if (failure != null) {
            close(failure.message());
          } else if (!socket.isClosed()) {
            socket.close();
          }
        });
  }

  private void close(String reason) {
    if (!socket.isClosed()) {
      byte[] bytes = reason.getBytes(StandardCharsets.US_ASCII);
      byte[] room = Arrays.copyOf(bytes, Math.min(bytes.length, LONGEST_REASON));
      socket.close(INTERNAL_ERROR, new String(room, StandardCharsets.US_ASCII));
    }
  }
}
