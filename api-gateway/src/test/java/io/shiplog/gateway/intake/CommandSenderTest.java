package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When commands leave, and in which order. */
class CommandSenderTest {

  private static final int FEW = 1;
  private static final int MANY = 1_000;

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
  private final CommandSender sender = new CommandSender(producer);
  private final List<String> expected = new ArrayList<>();

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void whereFewAreUnderWayItLeavesAtOnce() {
    send("a", FEW);
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
    send("c", FEW);
    assertThat(sent()).isEqualTo(expected);
  }

  @Test
  void whatFailsIsToldToItsSender() {
    producer.close();
    assertThat(send("a", FEW)).isCompletedExceptionally();
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

  private CompletableFuture<Void> send(String key, int underWay) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    expected.add(key);
    sender.send(
        new ProducerRecord<>(Topics.COMMANDS, 0, key, new byte[0]),
        underWay,
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
