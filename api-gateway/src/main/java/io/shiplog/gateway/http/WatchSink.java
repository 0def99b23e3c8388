package io.shiplog.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Where the frames of a watch go: a chunked response, or a WebSocket. */
interface WatchSink {

  void write(Buffer frame);

  boolean full();

  /** Runs once, when there is room again. */
  void onDrain(Runnable action);

  /** Runs when the client is gone, or the stream has ended. */
  void onClose(Runnable action);

  void end();

  /** A chunked response. */
  static WatchSink of(HttpServerResponse response) {
    return new WatchSink() {
      @Override
      public void write(Buffer frame) {
        response.write(frame);
      }

      @Override
      public boolean full() {
        return response.writeQueueFull();
      }

      @Override
      public void onDrain(Runnable action) {
        response.drainHandler(drained -> action.run());
      }

      @Override
      public void onClose(Runnable action) {
        response.closeHandler(closed -> action.run());
        response.exceptionHandler(failure -> action.run());
      }

      @Override
      public void end() {
        if (!response.ended() && !response.closed()) {
          response.end();
        }
      }
    };
  }

  /** A WebSocket: one text message a frame. */
  static WatchSink of(ServerWebSocket socket) {
    return new WatchSink() {
      @Override
      public void write(Buffer frame) {
        if (!socket.isClosed()) {
          socket.writeTextMessage(frame.toString());
        }
      }

      @Override
      public boolean full() {
        return socket.writeQueueFull();
      }

      @Override
      public void onDrain(Runnable action) {
        socket.drainHandler(drained -> action.run());
      }

      @Override
      public void onClose(Runnable action) {
        socket.closeHandler(closed -> action.run());
        socket.exceptionHandler(failure -> action.run());
      }

      @Override
      public void end() {
        if (!socket.isClosed()) {
          socket.close();
        }
      }
    };
  }
}
