package io.shiplog.topics;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Looks at the end of a partition, where the newest records are. */
public final class LastRecords {

  private static final long FIRST_STEP = 16;
  private static final long LONGER = 16;

  private LastRecords() {}

  /**
   * The highest resourceVersion that the last records of a partition carry. Offsets have gaps, so
   * it goes back ever farther until there is one.
   *
   * @param consumer is assigned to it
   * @return empty where no record carries one
   */
  public static OptionalLong resourceVersion(
      KafkaConsumer<String, byte[]> consumer, TopicPartition partition) {
    List<TopicPartition> one = List.of(partition);
    consumer.assign(one);
    long beginning = consumer.beginningOffsets(one).get(partition);
    long end = consumer.endOffsets(one).get(partition);
    long[] highest = {0};
    for (long step = FIRST_STEP; ; step *= LONGER) {
      long from = Math.max(beginning, end - step);
      consumer.seek(partition, from);
      PartitionReading.toEnd(
          consumer,
          partition,
          record -> highest[0] = Math.max(highest[0], ObjectRecords.resourceVersion(record)));
      if (highest[0] > 0) {
        return OptionalLong.of(highest[0]);
      }
      if (from == beginning) {
        return OptionalLong.empty();
      }
    }
  }
}
