package io.shiplog.ledger.runtime;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the state of a shard from {@code objects}. */
final class StateReader {

  private final KafkaSettings kafka;
  private final SecretSeal seal;

  StateReader(KafkaSettings kafka, SecretSeal seal) {
    this.kafka = kafka;
    this.seal = seal;
  }

  /**
   * What all committed records make, with a position that is in {@code commands}. To be called once
   * the shard's former leader is fenced: then its last transaction is over, and the end of the log
   * is the end.
   *
   * @throws IllegalArgumentException if an object cannot be read; naming it
   * @throws org.apache.kafka.common.errors.TimeoutException if the log does not come for 30 s
   */
  ShardState read(int shard) {
    StateRecords records = new StateRecords(seal);
    TopicPartition commands = new TopicPartition(Topics.COMMANDS, shard);
    TopicPartition partition = new TopicPartition(Topics.OBJECTS, shard);
    try (KafkaConsumer<String, byte[]> consumer = kafka.openBriefConsumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      PartitionReading.toEnd(consumer, partition, records::add);
      ShardState state = ShardState.of(records);
      readOnce(consumer, shard, state.once());
      if (state.nextCommand().isEmpty()) {
        return state;
      }
      // Asked here: the ledger's own consumer may have a fetch under way that the answer waits for.
      long next = CommandPositions.inLog(consumer, commands, state.nextCommand().getAsLong());
      return new ShardState(state.ledger(), OptionalLong.of(next), state.once(), state.attempts());
    }
  }

  private void readOnce(KafkaConsumer<String, byte[]> consumer, int shard, DecidedOnce once) {
    ObjectRecords outcomes = new ObjectRecords(seal);
    TopicPartition partition = new TopicPartition(Topics.OUTCOMES_ONCE, shard);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    PartitionReading.toEnd(
        consumer,
        partition,
        record -> once.add(record.key(), outcomes.readOutcome(record.value())));
  }
}
