package io.shiplog.gateway.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.shiplog.gateway.grpc.v1.WatchEvent;
import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.WatchItem;
import io.shiplog.gateway.readmodel.Watcher;
import io.shiplog.model.error.Status;

/**
 * One watch over gRPC: sends only while the client takes, so that a slow client costs its own watch
 * and nothing else.
 */
final class GrpcWatch {

  private final ServerCallStreamObserver<WatchEvent> client;
  private Watcher watcher;
  private boolean ended;

  /** To be made before the call returns to gRPC, which takes no handlers later. */
  GrpcWatch(ServerCallStreamObserver<WatchEvent> client) {
    this.client = client;
    client.setOnReadyHandler(this::drain);
    client.setOnCancelHandler(this::cancel);
  }

  /** Begins after a version, or with what there is where the version is 0. */
  void start(ObjectStore store, Selection selection, long resourceVersion) {
    Watcher opened =
        resourceVersion == 0
            ? store.watchState(selection, false, this::drain)
            : store.watchAfter(selection, resourceVersion, this::drain);
    synchronized (this) {
      watcher = opened;
      if (ended) {
        opened.close();
      }
    }
    drain();
  }

  private synchronized void drain() {
    if (watcher == null || ended) {
      return;
    }
    while (client.isReady()) {
      WatchItem item = watcher.poll();
      if (item == null) {
        break;
      }
      if (item.object() != null) {
        client.onNext(event(item));
      }
    }
    if (watcher.overflowed()) {
      cancel();
      client.onError(
          GrpcStatuses.of(
              Status.expired("the watch was too slow; list again and watch from there")));
    }
  }

  private synchronized void cancel() {
    if (!ended && watcher != null) {
      watcher.close();
    }
    ended = true;
  }

  private static WatchEvent event(WatchItem item) {
    return WatchEvent.newBuilder()
        .setType(WatchEvent.Type.valueOf(item.type().name()))
        .setObject(ByteString.copyFrom(item.object().bytes()))
        .setResourceVersion(Long.toString(item.resourceVersion()))
        .build();
  }
}
