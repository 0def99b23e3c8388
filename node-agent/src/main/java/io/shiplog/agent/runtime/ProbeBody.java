package io.shiplog.agent.runtime;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Throws an answer's body away, and hangs up where it is long: nobody looks at it. */
final class ProbeBody implements HttpResponse.BodySubscriber<Void> {

  static final HttpResponse.BodyHandler<Void> HANDLER = info -> new ProbeBody();

  /** As much as a kubelet reads. */
  private static final long LIMIT_BYTES = 10 << 10;

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private long read;

  @Override
  public CompletionStage<Void> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Flow.Subscription body) {
    subscription = body;
    body.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    piece.forEach(buffer -> read += buffer.remaining());
    if (read > LIMIT_BYTES) {
      subscription.cancel();
      end.complete(null);
    } else {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
