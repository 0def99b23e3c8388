package io.shiplog.benchmarks.hollow;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.shiplog.benchmarks.cluster.KubeClient.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/**
 * Sends what must arrive: a request without an answer, or one that the server could not serve just
 * then, is sent again after a while. What exists or is gone already is as good as done.
 */
final class Requests {

  private static final long PAUSE_MILLIS = 500;

  private final KubeClient client;
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<String> firstRefusal = new AtomicReference<>();

  Requests(KubeClient client) {
    this.client = client;
  }

  Future<Void> post(String path, Buffer body) {
    return send("POST", path, KubeClient.JSON, body);
  }

  Future<Void> patch(String path, Buffer body) {
    return send("PATCH", path, KubeClient.MERGE_PATCH, body);
  }

  /**
   * Deletes at once, without grace.
   *
   * @param uid of the object that is meant; empty for whichever has the name
   */
  Future<Void> delete(String path, String uid) {
    return send("DELETE", path, KubeClient.JSON, Manifests.gone(uid));
  }

  private Future<Void> send(String method, String path, String type, Buffer body) {
    Promise<Void> done = Promise.promise();
    attempt(method, path, type, body, done);
    return done.future();
  }

  private void attempt(String method, String path, String type, Buffer body, Promise<Void> done) {
    client
        .send(method, path, type, body)
        .onComplete(
            answer -> {
              if (answer.failed() || passing(answer.result().status())) {
                client
                    .vertx()
                    .setTimer(PAUSE_MILLIS, timer -> attempt(method, path, type, body, done));
              } else {
                judge(method + " " + path, answer.result());
                done.complete();
              }
            });
  }

  private static boolean passing(int status) {
    return status == 429 || status >= 500;
  }

  private void judge(String request, Reply reply) {
    if (!reply.ok() && reply.status() != 404 && reply.status() != 409) {
      refused.incrementAndGet();
      firstRefusal.compareAndSet(
          null, request + ": HTTP " + reply.status() + " " + reply.body().toString());
    }
  }

  /**
   * Sends requests in a closed loop, numbered from 0, and counts the answers.
   *
   * @param inFlight how many at a time
   * @param send sends the request of that number; called on the event loop
   * @return how many were answered, as it rises
   */
  AtomicInteger flood(int count, int inFlight, IntFunction<Future<Void>> send) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    client
        .vertx()
        .runOnContext(
            begin -> {
              for (int i = 0; i < inFlight; i++) {
                sendNext(count, next, done, send);
              }
            });
    return done;
  }

  private static void sendNext(
      int count, AtomicInteger next, AtomicInteger done, IntFunction<Future<Void>> send) {
    int number = next.getAndIncrement();
    if (number < count) {
      send.apply(number)
          .onComplete(
              answer -> {
                done.incrementAndGet();
                sendNext(count, next, done, send);
              });
    }
  }

  /**
   * Fails if a request was refused that should not have been.
   *
   * @throws IllegalStateException with the first refusal
   */
  void check() {
    if (refused.get() > 0) {
      throw new IllegalStateException(
          "%d requests were refused; the first: %s".formatted(refused.get(), firstRefusal.get()));
    }
  }
}
