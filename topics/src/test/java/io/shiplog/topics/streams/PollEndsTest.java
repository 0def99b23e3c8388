package io.shiplog.topics.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

class PollEndsTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);

  private final List<String> calls = new ArrayList<>();

  @Test
  void aReactorSettlesWhenAllThatCameTogetherIsToldAndAgainUntilNothingIsLeft() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "nowhere:1");
    try (var driver =
        new TopologyTestDriver(
            ReactorTopology.build("test", () -> new Settling(calls), SEAL, this::inPairs),
            config,
            Instant.EPOCH)) {
      var objects =
          driver.createInputTopic(
              Topics.OBJECTS, new StringSerializer(), new ByteArraySerializer());
      objects.pipeInput("pods/default/a", "{}".getBytes(UTF_8));
      objects.pipeInput("counters.shiplog.io//shard-0", "{}".getBytes(UTF_8));
      objects.pipeInput("pods/default/b", "{}".getBytes(UTF_8));
      assertThat(calls).containsExactly("start", "settled", "a", "some", "settled", "b");
      driver.advanceWallClockTime(Duration.ofSeconds(1));
      assertThat(calls.subList(6, calls.size())).containsExactly("tick", "some", "settled");
    }
  }

  private TaskSurroundings inPairs() {
    return new TaskSurroundings(
        ObjectsTail.NONE,
        node -> false,
        TaskSurroundings.objectReader(SEAL),
        (shard, offset) -> offset % 2 == 1,
        Published.NOTHING,
        TaskSurroundings::rethrow);
  }

  @Test
  @SuppressWarnings("unchecked") // the consumer makes it by its name, too
  void theLastRecordOfEachPollIsAnEnd() throws ReflectiveOperationException {
    KafkaPollEnds ends = new KafkaPollEnds();
    Map<String, Object> config = ends.consumerConfig();
    String listener = ((List<String>) config.get("interceptor.classes")).getFirst();
    try (var made =
        (ConsumerInterceptor<byte[], byte[]>)
            Class.forName(listener)
                .asSubclass(ConsumerInterceptor.class)
                .getDeclaredConstructor()
                .newInstance()) {
      made.configure(config);
      assertThat(ends.at(0, 6)).isFalse();
      made.onConsume(
          new ConsumerRecords<>(
              Map.of(
                  new TopicPartition(Topics.OBJECTS, 0),
                  List.of(record(0, 5), record(0, 7)),
                  new TopicPartition(Topics.OBJECTS, 2),
                  List.of(record(2, 3))),
              Map.of()));
    }
    assertThat(ends.at(0, 5)).isFalse();
    assertThat(ends.at(0, 7)).isTrue();
    assertThat(ends.at(1, 7)).isFalse();
    assertThat(ends.at(2, 3)).isTrue();
  }

  private static ConsumerRecord<byte[], byte[]> record(int shard, long offset) {
    return new ConsumerRecord<>(Topics.OBJECTS, shard, offset, null, null);
  }

  /** Has something to do at every other look, unless nothing has come. */
  private record Settling(List<String> calls) implements Reactor {

    @Override
    public List<Effect> start(ObjectTable table, Instant now) {
      calls.add("start");
      return List.of();
    }

    @Override
    public List<Effect> changed(ObjectTable table, Change change, Instant now) {
      calls.add(change.key().name());
      return List.of();
    }

    @Override
    public List<Effect> settled(ObjectTable table, Instant now) {
      boolean again = List.of("start", "some").contains(calls.getLast());
      calls.add(again ? "settled" : "some");
      return again ? List.of() : List.of(new Effect.Inbox("none", "nodes//none", Json.object()));
    }

    @Override
    public List<Effect> tick(ObjectTable table, Instant now) {
      calls.add("tick");
      return List.of();
    }
  }
}
