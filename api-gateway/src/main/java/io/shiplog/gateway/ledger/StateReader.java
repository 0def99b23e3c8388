package io.shiplog.gateway.ledger;

import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Rebuilds the state of a shard from {@code objects}. */
final class StateReader {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final KafkaSettings kafka;
  private final StateRecords records;

  StateReader(KafkaSettings kafka, SecretSeal seal) {
    this.kafka = kafka;
    this.records = new StateRecords(seal);
  }

  /**
   * The state that all committed facts make. To be called once the shard's former leader is fenced:
   * then its last transaction is over, and the end of the log is the end.
   *
   * @throws IllegalArgumentException if an object cannot be read; naming it
   * @throws TimeoutException if the log does not come for 30 s
   */
  LedgerState read(int shard) {
    LedgerState state = new LedgerState();
    TopicPartition partition = new TopicPartition(Topics.OBJECTS, shard);
    try (KafkaConsumer<String, byte[]> consumer = kafka.openConsumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      long lastPosition = -1;
      long lastProgress = System.nanoTime();
      while (consumer.position(partition) < end) {
        consumer.poll(POLL).forEach(record -> records.replay(state, record));
        long position = consumer.position(partition);
        if (position != lastPosition) {
          lastPosition = position;
          lastProgress = System.nanoTime();
        } else if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
          throw new TimeoutException(
              partition + " could be read only to " + position + " of " + end);
        }
      }
    }
    return state;
  }
}
