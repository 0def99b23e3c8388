package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a ledger's position. */
class CommandPositionsTest {

  private static final TopicPartition SHARD = new TopicPartition(Topics.COMMANDS, 0);
  private static final long BEGINNING = 3;
  private static final long END = 100;

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");
  private final CommandPositions positions = new CommandPositions(consumer, Long.MAX_VALUE);

  @BeforeEach
  void assign() {
    consumer.assign(List.of(SHARD));
    consumer.updateBeginningOffsets(Map.of(SHARD, BEGINNING));
    consumer.updateEndOffsets(Map.of(SHARD, END));
  }

  @Test
  void theLogCountsMoreThanTheGroup() {
    consumer.commitSync(Map.of(SHARD, new OffsetAndMetadata(40)));
    positions.seek(SHARD, OptionalLong.of(42));
    assertThat(consumer.position(SHARD)).isEqualTo(42);
  }

  @Test
  void theGroupIsToldOfWhatTheLogSaid() {
    CommandPositions atOnce = new CommandPositions(consumer, 0);
    atOnce.seek(SHARD, OptionalLong.of(42));
    atOnce.tell();
    assertThat(consumer.committed(Set.of(SHARD)).get(SHARD).offset()).isEqualTo(42);
  }

  @Test
  void aLogOfFormerTimesLeavesItToTheGroup() {
    consumer.commitSync(Map.of(SHARD, new OffsetAndMetadata(40)));
    positions.seek(SHARD, OptionalLong.empty());
    assertThat(consumer.position(SHARD)).isEqualTo(40);
  }

  @Test
  void withoutAnyItBeginsAtTheBeginning() {
    positions.seek(SHARD, OptionalLong.empty());
    assertThat(consumer.position(SHARD)).isEqualTo(BEGINNING);
  }

  @ParameterizedTest
  @CsvSource({"2,3", "3,3", "42,42", "100,100", "101,100"})
  void aPositionThatTheLogHasNoMoreIsMovedToWhereItGoesOn(long position, long nearest) {
    assertThat(CommandPositions.inLog(consumer, SHARD, position)).isEqualTo(nearest);
    consumer.commitSync(Map.of(SHARD, new OffsetAndMetadata(position)));
    positions.seek(SHARD, OptionalLong.empty());
    assertThat(consumer.position(SHARD)).isEqualTo(nearest);
  }
}
