package io.shiplog.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Has what the streams of an HTTP/2 connection write in one turn of its event loop leave together.
 * Otherwise each answer, and each watcher's copy of an event, is encrypted and sent for itself: a
 * system call and a segment for each of a thousand watchers on a few connections.
 */
final class SharedFlushes {

  static final String NAME = "shared-flushes";

  /** So many wait for the end of the turn at most. */
  private static final int MOST = 256;

  private SharedFlushes() {}

  /** Arranges it for a connection, once; on its event loop. Leaves HTTP/1.1 as it is. */
  static void arrange(HttpConnection connection) {
    if (connection instanceof ConnectionBase ours) {
      arrange(ours.channel().pipeline());
    }
  }

  /** Behind HTTP/2, which adds up the frames of all streams, and before TLS. */
  static void arrange(ChannelPipeline pipeline) {
    ChannelHandlerContext http2 = pipeline.context(Http2ConnectionHandler.class);
    if (http2 != null && pipeline.get(NAME) == null) {
      pipeline.addBefore(http2.name(), NAME, new FlushConsolidationHandler(MOST, true));
    }
  }
}
