package io.shiplog.topics;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a partition to its end, for whoever has to know all of it before going on. */
public final class PartitionReading {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private PartitionReading() {}

  /**
   * Reads from the consumer's position to the end that the partition has when this is called.
   *
   * @param consumer has this partition assigned, and no other
   * @param reader gets each record before the end, in order
   * @return the end: the offset behind what was read
   * @throws TimeoutException if nothing comes for 30 s
   */
  public static long toEnd(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      Consumer<ConsumerRecord<String, byte[]>> reader) {
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    long position = consumer.position(partition);
    long lastProgress = System.nanoTime();
    while (position < end) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          reader.accept(record);
        }
      }
      long reached = consumer.position(partition);
      if (reached != position) {
        position = reached;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
        throw new TimeoutException(partition + " could be read only to " + reached + " of " + end);
      }
    }
    return end;
  }
}
