package io.shiplog.topics.streams;

import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Notes the last record of each poll as the consumer of a service sees it. Streams takes all of
 * them before it polls again, so the last is handed over at the latest then.
 */
final class KafkaPollEnds implements PollEnds {

  private static final String SELF = "shiplog.poll.ends";

  private final Map<Integer, Long> ends = new ConcurrentHashMap<>();

  /** What makes a consumer tell of its polls; one consumer for each of these. */
  Map<String, Object> consumerConfig() {
    return Map.of(
        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(Listener.class.getName()), SELF, this);
  }

  @Override
  public boolean at(int shard, long offset) {
    Long end = ends.get(shard);
    return end != null && offset >= end;
  }

  private void polled(ConsumerRecords<?, ?> records) {
    for (TopicPartition partition : records.partitions()) {
      if (partition.topic().equals(Topics.OBJECTS)) {
        List<? extends ConsumerRecord<?, ?>> those = records.records(partition);
        ends.put(partition.partition(), those.getLast().offset());
      }
    }
  }

  /** Made by the consumer itself, which hands over its configuration. */
  public static final class Listener implements ConsumerInterceptor<byte[], byte[]> {

    private KafkaPollEnds told;

    @Override
    public void configure(Map<String, ?> config) {
      told = (KafkaPollEnds) config.get(SELF);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      told.polled(records);
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      // Positions are of no interest here.
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
