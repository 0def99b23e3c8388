package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When commands leave, and in which order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandSenderTest {

  private static final int FEW = 1;
  private static final int MANY = 1_000;
  private static final Duration ENOUGH = Duration.ofMinutes(1);

  private final Semaphore leave = new Semaphore(1_000);
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(
            ProducerRecord<String, byte[]> record, Callback callback) {
          leave.acquireUninterruptibly();
          return super.send(record, callback);
        }
      };
  private final CommandSender sender = new CommandSender(producer);
  private final List<String> expected = new ArrayList<>();

  @AfterEach
  void close() {
    leave.release(1_000);
    sender.close();
  }

  @Test
  void whereFewAreUnderWayItLeavesAtOnce() {
    send("a", FEW).join();
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void whereManyAreUnderWayItLeavesSoon() throws Exception {
    CompletableFuture<Void> last = new CompletableFuture<>();
    for (int i = 0; i < 100; i++) {
      last = send("command-" + i, MANY);
    }
    last.get(1, TimeUnit.MINUTES);
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void nobodyOvertakesThoseWhoWait() {
    send("a", MANY);
    send("b", MANY);
    send("c", FEW).join();
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void whatFailsIsToldToItsSender() {
    producer.close();
    assertThat(send("a", FEW)).failsWithin(ENOUGH);
  }

  @Test
  void thoseWhoWaitAreSentBeforeTheEnd() {
    send("a", MANY);
    sender.close();
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void afterTheEndTheSenderIsToldHoweverManyAreUnderWay() {
    sender.close();
    assertThat(send("a", MANY)).isCompletedExceptionally();
  }

  @Test
  void nobodyWaitsForKafka() {
    leave.drainPermits();
    CompletableFuture<Void> first = send("a", FEW);
    CompletableFuture<Void> second = send("b", FEW);
    assertThat(first).isNotDone();
    leave.release(2);
    CompletableFuture.allOf(first, second).join();
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void whoIsGivenUpMeanwhileStays() {
    leave.drainPermits();
    AtomicBoolean over = new AtomicBoolean();
    send("a", FEW, new byte[0], () -> false);
    send("b", FEW, new byte[0], over::get);
    CompletableFuture<Void> last = send("c", FEW, new byte[0], () -> false);
    over.set(true);
    leave.release(3);
    last.join();
    assertThat(sent()).containsExactly("a", "c");
  }

  @Test
  void whereTooMuchWaitsNobodyTriesToSendMore() {
    leave.drainPermits();
    byte[] large = new byte[3 << 20];
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(send("command-" + i, FEW, large, () -> false));
    }
    assertThat(all.getLast()).isCompletedExceptionally();
    leave.release(20);
    all.getFirst().join();
    assertThat(all.get(9)).succeedsWithin(ENOUGH);
  }

  private CompletableFuture<Void> send(String key, int underWay) {
    return send(key, underWay, new byte[0], () -> false);
  }

  private CompletableFuture<Void> send(
      String key, int underWay, byte[] value, BooleanSupplier over) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    expected.add(key);
    sender.send(
        new ProducerRecord<>(Topics.COMMANDS, 0, key, value),
        underWay,
        over,
        (metadata, failure) -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  private List<String> sent() {
    return producer.history().stream().map(ProducerRecord::key).toList();
  }
}
