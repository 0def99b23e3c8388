package io.shiplog.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** Writes an answer no faster than the client reads it. */
final class AnswerWriter {

  private static final int CHUNK = 64 << 10;

  private final HttpServerResponse response;
  private final List<byte[]> pieces;
  private int next;

  private AnswerWriter(HttpServerResponse response, List<byte[]> pieces) {
    this.response = response;
    this.pieces = pieces;
  }

  /** Writes it; on the request's event loop. */
  static void write(HttpServerResponse response, Answer answer) {
    if (response.closed() || response.headWritten()) {
      return;
    }
    response.setStatusCode(answer.code());
    response.putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, private");
    answer.headers().forEach(one -> response.headers().add(one.name(), one.value()));
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(answer.length()));
    new AnswerWriter(response, answer.body()).pump();
  }

  private void pump() {
    while (next < pieces.size()) {
      if (response.closed()) {
        return;
      }
      if (response.writeQueueFull()) {
        response.drainHandler(drained -> pump());
        return;
      }
      Buffer chunk = Buffer.buffer(pieces.get(next++));
      while (next < pieces.size() && chunk.length() < CHUNK) {
        chunk.appendBytes(pieces.get(next++));
      }
      response.write(chunk);
    }
    response.end();
  }
}
