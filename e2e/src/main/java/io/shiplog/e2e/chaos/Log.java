package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.history.Entry;
import io.shiplog.e2e.chaos.workload.Recorder;
import io.shiplog.e2e.chaos.workload.Target;
import io.shiplog.e2e.support.Await;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What the topics say, as any consumer reads them: committed records only. */
final class Log {

  private static final Logger LOG = Logger.getLogger(Log.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final KafkaSettings kafka;
  private final ObjectRecords records;

  Log(KafkaSettings kafka, SecretSeal seal) {
    this.kafka = kafka;
    this.records = new ObjectRecords(seal);
  }

  /**
   * Waits until the ledger has decided all commands, to which nobody adds any more, and adds what
   * came of it: every decided change, and the ids of all commands and outcomes.
   */
  void settle(Recorder recorder, Duration patience)
      throws InterruptedException, ExecutionException {
    try {
      Await.until("the ledger has decided everything", patience, this::undecided, n -> n == 0);
    } catch (AssertionError e) {
      LOG.debugf(e, "that is for the checks to say");
    }
    String undecided = Long.toString(undecided());
    recorder.add(new Entry.Rested("commands that nobody decides", "0", undecided));
    record(recorder);
  }

  private void record(Recorder recorder) {
    read(Topics.HISTORY, record -> recorder.add(decided(record)));
    List<String> commands = new ArrayList<>();
    read(
        Topics.COMMANDS,
        record -> commands.add(Headers.text(record.headers(), Headers.COMMAND_ID)));
    recorder.add(new Entry.Ids(Topics.COMMANDS, commands));
    List<String> outcomes = new ArrayList<>();
    read(Topics.OUTCOMES, record -> outcomes.add(record.key()));
    recorder.add(new Entry.Ids(Topics.OUTCOMES, outcomes));
  }

  /**
   * How many commands the ledger has not taken yet. They are counted one by one: the end of a
   * partition is not behind its last command where a ledger wrote that one, in a transaction.
   */
  private long undecided() throws InterruptedException, ExecutionException {
    Map<TopicPartition, Long> taken = new HashMap<>();
    try (Admin admin = Admin.create(kafka.common())) {
      admin
          .listConsumerGroupOffsets("shiplog-ledger")
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, at) -> taken.put(partition, at == null ? 0 : at.offset()));
    }
    AtomicLong undecided = new AtomicLong();
    read(
        Topics.COMMANDS,
        record -> {
          TopicPartition partition = new TopicPartition(record.topic(), record.partition());
          if (record.offset() >= taken.getOrDefault(partition, 0L)) {
            undecided.incrementAndGet();
          }
        });
    return undecided.get();
  }

  private Entry.Decided decided(ConsumerRecord<String, byte[]> record) {
    return new Entry.Decided(
        record.partition(),
        Headers.text(record.headers(), Headers.VERB),
        record.key(),
        ObjectRecords.resourceVersion(record),
        Target.data(Json.parse(records.object(record.value()).json())));
  }

  /** Reads a topic from its beginning to what is its end now, one partition after the other. */
  private void read(String topic, Consumer<ConsumerRecord<String, byte[]>> each) {
    List<TopicPartition> partitions = partitions(topic);
    try (KafkaConsumer<String, byte[]> consumer = kafka.openConsumer(Map.of())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(POLL).forEach(each);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(topic + " cannot be read to its end at " + ends);
        }
      }
    }
  }

  private static List<TopicPartition> partitions(String topic) {
    return IntStream.range(0, Catalogue.SHARDS)
        .mapToObj(shard -> new TopicPartition(topic, shard))
        .toList();
  }
}
