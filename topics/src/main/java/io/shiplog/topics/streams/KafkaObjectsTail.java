package io.shiplog.topics.streams;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads the tail of {@code objects} with a consumer of its own, which joins no group. */
final class KafkaObjectsTail implements ObjectsTail {

  private final KafkaSettings kafka;
  private final String group;

  /**
   * The tail behind a group's position.
   *
   * @param group the consumer group whose committed position counts; without one, the beginning
   */
  KafkaObjectsTail(KafkaSettings kafka, String group) {
    this.kafka = kafka;
    this.group = group;
  }

  @Override
  public long read(int shard, Consumer<ConsumerRecord<String, byte[]>> reader) {
    TopicPartition partition = new TopicPartition(Topics.OBJECTS, shard);
    try (KafkaConsumer<String, byte[]> consumer =
        kafka.openBriefConsumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group))) {
      consumer.assign(List.of(partition));
      OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
      if (committed == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, committed.offset());
      }
      return PartitionReading.toEnd(consumer, partition, reader);
    }
  }
}
