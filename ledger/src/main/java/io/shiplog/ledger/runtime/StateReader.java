package io.shiplog.ledger.runtime;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.LastRecords;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;

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
   * @throws BrokenStateException if the log is not what the shard's ledgers wrote
   * @throws org.apache.kafka.common.errors.TimeoutException if the log does not come for 30 s
   */
  ShardState read(int shard) {
    try {
      return readWhole(shard);
    } catch (BrokenStateException e) {
      throw new BrokenStateException(
          ("shard %d: %s. Nothing is decided for it. ./shiplog repair puts back what history still"
                  + " has, and says what it has not")
              .formatted(shard, e.getMessage()),
          e);
    }
  }

  private ShardState readWhole(int shard) {
    StateRecords records = new StateRecords(seal);
    TopicPartition commands = new TopicPartition(Topics.COMMANDS, shard);
    TopicPartition partition = new TopicPartition(Topics.OBJECTS, shard);
    try (KafkaConsumer<String, byte[]> consumer = kafka.openBriefConsumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      PartitionReading.toEnd(consumer, partition, records::add);
      ShardState state = ShardState.of(records);
      requireNewest(consumer, shard, state.ledger().resourceVersion());
      readOnce(consumer, shard, state.once());
      if (state.nextCommand().isEmpty()) {
        return state;
      }
      // Asked here: the ledger's own consumer may have a fetch under way that the answer waits for.
      long next = CommandPositions.inLog(consumer, commands, state.nextCommand().getAsLong());
      return new ShardState(
          state.ledger(), OptionalLong.of(next), state.once(), state.attempts(), state.proof());
    } catch (KafkaException e) {
      throw damaged(e);
    }
  }

  /** A batch whose checksum is wrong will never be right. */
  private static RuntimeException damaged(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean checksum =
          cause instanceof CorruptRecordException
              || Objects.toString(cause.getMessage(), "").contains("Record is corrupt");
      if (checksum) {
        return new BrokenStateException("the log is damaged: " + cause.getMessage(), e);
      }
    }
    return e;
  }

  /**
   * What is committed is in {@code history}, too. Where that goes on behind the end of the objects,
   * a broker lost their end, and its checksums cannot tell: they are in what was lost.
   */
  private static void requireNewest(
      KafkaConsumer<String, byte[]> consumer, int shard, long resourceVersion) {
    OptionalLong told =
        LastRecords.resourceVersion(consumer, new TopicPartition(Topics.HISTORY, shard));
    if (told.isPresent() && told.getAsLong() > resourceVersion) {
      throw new BrokenStateException(
          "the log of objects has lost its end: it comes to resourceVersion %d, and history to %d"
              .formatted(resourceVersion, told.getAsLong()));
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
