package io.shiplog.gateway.http;

import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's stream on its way to one client. Nothing is written before the first bytes, so that a
 * node's refusal can still be an answer of its own.
 */
final class LogStream implements NodeStreams.Receiver {

  /** How much may wait for a slow client before its stream is cut. */
  static final long MAX_WAITING = 64L << 20;

  private final Exchange exchange;
  private final CompletableFuture<Answer> answer;
  private final Runnable cancel;
  private final AtomicLong waiting = new AtomicLong();
  private boolean begun;

  LogStream(Exchange exchange, CompletableFuture<Answer> answer, Runnable cancel) {
    this.exchange = exchange;
    this.answer = answer;
    this.cancel = cancel;
    exchange.response().closeHandler(closed -> cancel.run());
  }

  @Override
  public void data(byte[] bytes) {
    if (waiting.addAndGet(bytes.length) > MAX_WAITING) {
      cancel.run();
      exchange.execute(() -> exchange.response().reset());
      return;
    }
    exchange.execute(
        () -> {
          begin();
          HttpServerResponse response = exchange.response();
          if (!response.closed()) {
            response
                .write(Buffer.buffer(bytes))
                .onComplete(done -> waiting.addAndGet(-bytes.length));
          }
        });
  }

  @Override
  public void end(byte[] status) {
    Status failure = PodLogs.failure(status);
    exchange.execute(
        () -> {
          if (failure != null && !begun) {
            answer.completeExceptionally(new ApiException(failure));
            return;
          }
          begin();
          if (!exchange.response().closed()) {
            exchange.response().end();
          }
        });
  }

  private void begin() {
    if (!begun) {
      begun = true;
      exchange.response().setChunked(true);
      exchange.response().putHeader("Content-Type", "text/plain");
      exchange.response().putHeader("Cache-Control", "no-cache, private");
      answer.complete(null);
    }
  }
}
