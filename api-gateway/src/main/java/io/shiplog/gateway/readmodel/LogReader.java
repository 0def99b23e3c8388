package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.Contact;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The thread that reads {@code objects} from the beginning and {@code outcomes} from the end. When
 * Kafka fails for good, or was out of reach for long ({@link Contact}), it opens a new consumer and
 * reads {@code objects} again; what is known already is ignored, so nobody notices but for the
 * wait.
 */
final class LogReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration POLL_BEHIND = Duration.ofMillis(200);
  private static final long RETRY_MILLIS = 500;

  /** A log that is not whole stays so until somebody repairs it. */
  private static final long RETRY_BROKEN_MILLIS = 5_000;

  /** Longer than the broker keeps a fetch that finds nothing, behind which an answer waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /**
   * Nothing as young as the compaction lag is missing from the log, by the broker's clock; ours may
   * be ten minutes behind it.
   */
  private static final long WINDOW_MILLIS =
      Topics.COMPACTION_LAG_MILLIS - TimeUnit.MINUTES.toMillis(10);

  private final KafkaSettings kafka;
  private final InstantSource clock;
  private final LogApplier applier;
  private final List<TopicPartition> objects = partitions(Topics.OBJECTS);
  private final List<TopicPartition> outcomes = partitions(Topics.OUTCOMES);
  private final Map<TopicPartition, Long> outcomePositions = new HashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Consumer<String, byte[]> consumer;
  private final AtomicLongArray positions = new AtomicLongArray(Catalogue.SHARDS);
  private final List<VersionWaits> positionWaits =
      IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList();
  private volatile boolean caughtUp;
  private volatile String alarm = "";
  private volatile java.util.function.Consumer<HeapTooSmallException> hopeless = why -> {};

  /** The clock tells the time of day. */
  LogReader(KafkaSettings kafka, LogApplier applier, InstantSource clock) {
    this.kafka = kafka;
    this.clock = clock;
    this.applier = applier;
    this.thread = new Thread(this::run, "read-model");
  }

  /** Who is told that there is no use in reading on; it ends then. */
  void onHeapTooSmall(java.util.function.Consumer<HeapTooSmallException> told) {
    hopeless = told;
  }

  void start() {
    thread.start();
  }

  boolean caughtUp() {
    return caughtUp;
  }

  /** Completes when everything of the shard before this offset has been applied. */
  CompletableFuture<Void> await(int shard, long offset) {
    return positionWaits.get(shard).await(offset, () -> positions.get(shard));
  }

  @Override
  public void close() {
    closed.countDown();
    Consumer<String, byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the log lacks, so that nothing can be shown; empty where it is whole. */
  String alarm() {
    return alarm;
  }

  private void run() {
    long retry;
    do {
      retry = RETRY_MILLIS;
      try {
        read();
      } catch (WakeupException e) {
        LOG.debug("woken to close");
      } catch (HeapTooSmallException e) {
        LOG.error(e.getMessage());
        hopeless.accept(e);
        return;
      } catch (LogNotWholeException e) {
        LOG.errorf("%s; nothing is shown", e.getMessage());
        alarm = e.getMessage();
        retry = RETRY_BROKEN_MILLIS;
      } catch (RuntimeException | Error e) {
        // Whatever it is: a gateway that no longer reads shows for ever what it has.
        LOG.warnf(e, "reading the log failed; trying again in %d ms", RETRY_MILLIS);
      }
      caughtUp = false;
    } while (!closedWithin(retry));
  }

  private void read() {
    Consumer<String, byte[]> open = openConsumer();
    consumer = open;
    try {
      follow(open);
    } finally {
      // It has no group to say goodbye to, and need not wait for the fetch that is under way.
      open.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  private Consumer<String, byte[]> openConsumer() {
    return kafka
        .patient()
        .openConsumer(
            Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
  }

  private void follow(Consumer<String, byte[]> open) {
    List<TopicPartition> all = new ArrayList<>(objects);
    all.addAll(outcomes);
    open.assign(all);
    open.seekToBeginning(objects);
    seekOutcomes(open);
    Contact contact = new Contact(clock);
    // Before it is asked where the log ends: what is committed from now on comes from the log, and
    // nothing is in the store that lies behind its end and was not read.
    LogReading reading = new LogReading(applier, clock.millis() - WINDOW_MILLIS);
    Map<TopicPartition, Long> ends = ends();
    while (!closedWithin(0)) {
      for (ConsumerRecord<String, byte[]> record : open.poll(caughtUp ? POLL : POLL_BEHIND)) {
        reading.take(record);
        remember(record);
      }
      if (!caughtUp) {
        reading.check(share(open, ends));
      }
      if (!caughtUp && reached(open, ends)) {
        reading.follow();
        caughtUp = true;
        alarm = "";
        LOG.infof("the read model has caught up with the log at %s", ends);
      }
      if (caughtUp) {
        publishPositions(open);
      }
      if (contact.due() && !inTouch(open, contact)) {
        LOG.warn("the log was out of reach for long: it is read again from its beginning");
        return;
      }
    }
  }

  /** Asks for something; false if what came since the last answer may have been compacted away. */
  private boolean inTouch(Consumer<String, byte[]> open, Contact contact) {
    try {
      open.endOffsets(objects, PATIENCE);
      return contact.made();
    } catch (TimeoutException e) {
      LOG.debug("Kafka is away; it is asked again", e);
      return true;
    }
  }

  /**
   * Behind every record there is, also those that readers are not shown yet: among them may be what
   * this gateway acknowledged before it was killed, upon its own ledger's commit.
   */
  private Map<TopicPartition, Long> ends() {
    Map<String, Object> all = Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (Consumer<String, byte[]> uncommitted = kafka.openConsumer(all)) {
      return uncommitted.endOffsets(objects);
    }
  }

  /** What was reached once stays reached, also while the log is read again from its beginning. */
  private void publishPositions(Consumer<String, byte[]> open) {
    for (TopicPartition partition : objects) {
      long position = open.position(partition);
      if (position > positions.get(partition.partition())) {
        positions.set(partition.partition(), position);
        positionWaits.get(partition.partition()).reached(position);
      }
    }
  }

  /** Outcomes that were produced while no consumer was open are not to be missed either. */
  private void seekOutcomes(Consumer<String, byte[]> open) {
    for (TopicPartition partition : outcomes) {
      Long next = outcomePositions.get(partition);
      if (next == null) {
        open.seekToEnd(List.of(partition));
        outcomePositions.put(partition, open.position(partition));
      } else {
        open.seek(partition, next);
      }
    }
  }

  private void remember(ConsumerRecord<String, byte[]> record) {
    if (record.topic().equals(Topics.OUTCOMES)) {
      outcomePositions.put(
          new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }
  }

  private static boolean reached(
      Consumer<String, byte[]> open, Map<TopicPartition, Long> endOffsets) {
    return endOffsets.entrySet().stream()
        .allMatch(end -> open.position(end.getKey()) >= end.getValue());
  }

  /** How much of the log is read, from 0 to 1. */
  private static double share(Consumer<String, byte[]> open, Map<TopicPartition, Long> endOffsets) {
    long end = 1;
    long position = 1;
    for (Map.Entry<TopicPartition, Long> one : endOffsets.entrySet()) {
      end += one.getValue();
      position += Math.min(one.getValue(), open.position(one.getKey()));
    }
    return (double) position / end;
  }

  private boolean closedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static List<TopicPartition> partitions(String topic) {
    List<TopicPartition> list = new ArrayList<>();
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      list.add(new TopicPartition(topic, shard));
    }
    return list;
  }
}
