package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardLedgerTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);

  private final ShardLedger shard =
      new ShardLedger(
          0,
          Ledger.standard(),
          SEAL,
          new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
          CommitListener.NOBODY,
          () -> ShardState.of(new StateRecords(SEAL)));

  /** Records that are no commands lead to an outcome each, of some hundred bytes. */
  @ParameterizedTest
  @CsvSource({"1, 11", "10000000, 20"})
  void aBatchEndsWhereItHasEnoughBytesAndTheNextGoesOnFromThere(long enough, long next) {
    List<ConsumerRecord<String, byte[]>> commands =
        LongStream.range(10, 20)
            .mapToObj(at -> new ConsumerRecord<>(Topics.COMMANDS, 0, at, "key", new byte[] {1}))
            .toList();
    ShardLedger.Batch first = shard.decide(commands, enough);
    assertThat(first.next()).isEqualTo(next);
    List<String> told = new ArrayList<>();
    List<ConsumerRecord<String, byte[]>> rest = commands;
    for (ShardLedger.Batch batch = first; ; batch = shard.decide(rest, enough)) {
      batch.decided().forEach(one -> told.add(one.outcome().commandId()));
      rest = rest.subList(batch.size(), rest.size());
      if (rest.isEmpty()) {
        break;
      }
    }
    assertThat(told)
        .containsExactlyElementsOf(
            LongStream.range(10, 20).mapToObj(at -> "commands-0@" + at).toList());
  }
}
