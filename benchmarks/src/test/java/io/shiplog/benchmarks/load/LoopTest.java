package io.shiplog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.benchmarks.cluster.KubeClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loops against servers that exist in the test alone. */
class LoopTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aClosedLoopKeepsAsManyInFlightAsItIsAskedTo() {
    int[] busy = {0, 0};
    List<Integer> slots = new ArrayList<>();
    Work work =
        (sequence, slot) -> {
          slots.add(slot);
          busy[1] = Math.max(busy[1], ++busy[0]);
          return later(1).onSuccess(done -> busy[0]--);
        };

    Sample sample = await(ClosedLoop.run(vertx.getOrCreateContext(), work, 4, LONG, 40));

    assertThat(sample.latencies().getTotalCount()).isEqualTo(40);
    assertThat(busy).containsExactly(0, 4);
    assertThat(slots.subList(0, 4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void anOpenLoopCountsFromWhenARequestWasToBeSent() {
    // The server stands still for the whole run: the first request waits longest.
    List<Promise<Void>> held = new ArrayList<>();
    Work work =
        (sequence, slot) -> {
          Promise<Void> answer = Promise.promise();
          held.add(answer);
          if (held.size() == 20) {
            held.forEach(Promise::complete);
          }
          return answer.future();
        };

    Sample sample =
        await(OpenLoop.run(vertx.getOrCreateContext(), work, 8, 100, Duration.ofMillis(200)));

    assertThat(sample.latencies().getTotalCount()).isEqualTo(20);
    // 19 intervals of 10 ms lie between the first and the last, whatever the machine does.
    assertThat(sample.latencies().getMaxValue()).isGreaterThanOrEqualTo(189_000_000L);
  }

  @Test
  void aRefusalEndsARun() {
    Work work = (sequence, slot) -> sequence == 3 ? Future.failedFuture("HTTP 409") : later(1);

    assertThatThrownBy(() -> await(ClosedLoop.run(vertx.getOrCreateContext(), work, 2, LONG, 1000)))
        .hasMessageContaining("HTTP 409");
    assertThatThrownBy(
            () ->
                await(
                    OpenLoop.run(vertx.getOrCreateContext(), work, 2, 1000, Duration.ofMillis(20))))
        .hasMessageContaining("HTTP 409");
  }

  private Future<Void> later(long millis) {
    Promise<Void> done = Promise.promise();
    vertx.setTimer(millis, timer -> done.complete());
    return done.future();
  }

  private static Sample await(Future<Sample> future) {
    return KubeClient.await("the loop", future);
  }
}
