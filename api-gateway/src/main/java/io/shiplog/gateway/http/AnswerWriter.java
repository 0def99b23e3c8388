package io.shiplog.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** Writes an answer no faster than the client reads it. */
final class AnswerWriter {

  /** The largest that the pool keeps ready for each thread, and asks the system for but once. */
  private static final int CHUNK = 32 << 10;

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
      ByteBuf chunk = chunk();
      // Vert.x takes any buffer for one that somebody else owns, and gives none back.
      response.write(Buffer.buffer(chunk)).onComplete(written -> chunk.release());
    }
    response.end();
  }

  /**
   * The next pieces as one, in memory that is taken from a pool, has their length and is what
   * encryption reads from: each byte of a long list is copied once, and none becomes garbage. To be
   * released.
   */
  private ByteBuf chunk() {
    int end = next;
    int length = 0;
    do {
      length += pieces.get(end++).length;
    } while (end < pieces.size() && length + pieces.get(end).length <= CHUNK);
    ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(length);
    while (next < end) {
      chunk.writeBytes(pieces.get(next++));
    }
    return chunk;
  }
}
