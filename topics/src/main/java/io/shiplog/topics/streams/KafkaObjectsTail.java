package io.shiplog.topics.streams;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads the tail of {@code objects} with a consumer of its own, which joins no group, and goes on
 * until the ledger has decided what had been asked for before.
 */
final class KafkaObjectsTail implements ObjectsTail {

  private static final Logger LOG = Logger.getLogger(KafkaObjectsTail.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Each of the ledger's batches ends with its position, and a marker follows. */
  private static final long LOOK_BACK = 8;

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
    TopicPartition objects = new TopicPartition(Topics.OBJECTS, shard);
    TopicPartition commands = new TopicPartition(Topics.COMMANDS, shard);
    try (KafkaConsumer<String, byte[]> consumer =
        kafka.openBriefConsumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group))) {
      long asked = behindLast(consumer, commands);
      consumer.assign(List.of(objects));
      long from = seek(consumer, objects);
      DecidedCommands decided = new DecidedCommands();
      Consumer<ConsumerRecord<String, byte[]>> taking =
          record -> {
            decided.take(record);
            if (record.offset() >= from) {
              reader.accept(record);
            }
          };
      long read = PartitionReading.toEnd(consumer, objects, taking);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (decided.waitBefore(asked) && System.nanoTime() < deadline) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        consumer.seek(objects, read);
        read = PartitionReading.toEnd(consumer, objects, taking);
      }
      if (decided.waitBefore(asked)) {
        LOG.warnf(
            "%s begins while commands before offset %d of %s wait for the ledger",
            group, asked, commands);
      }
      return read;
    }
  }

  /**
   * The offset behind the last command there is. It is not the end where that command is from a
   * ledger, whose transactions end with a marker.
   */
  private static long behindLast(KafkaConsumer<String, byte[]> consumer, TopicPartition commands) {
    List<TopicPartition> one = List.of(commands);
    consumer.assign(one);
    long end = consumer.endOffsets(one).get(commands);
    consumer.seek(
        commands, Math.max(consumer.beginningOffsets(one).get(commands), end - LOOK_BACK));
    AtomicLong behind = new AtomicLong();
    PartitionReading.toEnd(consumer, commands, record -> behind.set(record.offset() + 1));
    return behind.get() == 0 ? end : behind.get();
  }

  /** Goes where to read from: the position that counts, or before it where that is the end. */
  private static long seek(KafkaConsumer<String, byte[]> consumer, TopicPartition objects) {
    List<TopicPartition> one = List.of(objects);
    long beginning = consumer.beginningOffsets(one).get(objects);
    long end = consumer.endOffsets(one).get(objects);
    OffsetAndMetadata committed = consumer.committed(Set.of(objects)).get(objects);
    long from = committed == null ? beginning : committed.offset();
    consumer.seek(objects, Math.max(beginning, Math.min(from, end - LOOK_BACK)));
    return from;
  }
}
