package io.shiplog.agent.runtime;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.shiplog.agent.runtime.events.Envelope;
import io.shiplog.agent.runtime.events.EventsGrpc;
import io.shiplog.agent.runtime.events.SubscribeRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Hears from containerd that a task started, ended or ran out of memory, milliseconds after it
 * happened. Only a hint to look: whoever misses one sees the same at the next look.
 */
public final class RuntimeEvents {

  private static final Logger LOG = Logger.getLogger(RuntimeEvents.class);
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  private final Cri cri;
  private final Runnable look;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  public RuntimeEvents(Cri cri, Runnable look) {
    this.cri = cri;
    this.look = look;
  }

  /** Subscribes unless that is so already; to be called again and again, as streams break. */
  public void ensureSubscribed() {
    if (!subscribed.compareAndSet(false, true)) {
      return;
    }
    Metadata headers = new Metadata();
    headers.put(NAMESPACE, "k8s.io");
    EventsGrpc.newStub(cri.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .subscribe(
            SubscribeRequest.newBuilder().addFilters("topic~=\"^/tasks/(exit|oom|start)\"").build(),
            new Hints());
  }

  private final class Hints implements StreamObserver<Envelope> {
    @Override
    public void onNext(Envelope envelope) {
      look.run();
    }

    @Override
    public void onError(Throwable failure) {
      LOG.debugf("containerd's events ended: %s", failure);
      subscribed.set(false);
    }

    @Override
    public void onCompleted() {
      subscribed.set(false);
    }
  }
}
