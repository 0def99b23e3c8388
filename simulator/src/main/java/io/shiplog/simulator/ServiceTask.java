package io.shiplog.simulator;

import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.DecidedCommands;
import io.shiplog.topics.streams.ObjectsStore;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorTopology;
import io.shiplog.topics.streams.TaskSurroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One task of a service, as Streams runs it, at least once: what it sends goes out late, its
 * position is committed now and then, and after a crash it starts over from there, its table
 * restored from the compacted topic up to that position.
 */
final class ServiceTask {

  private static final Properties CONFIG = config();

  private final String service;
  private final int shard;
  private final Supplier<Reactor> reactors;
  private final SecretSeal seal;
  private final Published published;
  private final VirtualLog log;
  private final ProcessClock clock;
  private final List<ProducerRecord<String, byte[]>> unsent = new ArrayList<>();
  private final Map<CapturedPunctuator, Long> punctuated = new HashMap<>();
  private MockProcessorContext<String, byte[]> context;
  private ObjectsStore table;
  private Processor<String, byte[], String, byte[]> processor;
  private int position;
  private int committed;
  private long last;
  private boolean away;

  /** Until the ledger has decided all commands before this offset it does not start. */
  private int startsAfter;

  private boolean started;

  ServiceTask(
      String service,
      int shard,
      Supplier<Reactor> reactors,
      Published published,
      SecretSeal seal,
      VirtualLog log,
      ProcessClock clock) {
    this.service = service;
    this.shard = shard;
    this.reactors = reactors;
    this.published = published;
    this.seal = seal;
    this.log = log;
    this.clock = clock;
    runs();
  }

  private static Properties config() {
    Properties config = new Properties();
    config.put("application.id", "simulator");
    config.put("bootstrap.servers", "nowhere:1");
    return config;
  }

  /** Starts, unless commands wait that its predecessor may have given; whether it runs. */
  private boolean runs() {
    if (!away && !started && !commandsWait()) {
      open();
      started = true;
    }
    return started && !away;
  }

  private boolean commandsWait() {
    DecidedCommands decided = new DecidedCommands();
    // Each of the ledger's batches ends with its position.
    objects().read(Math.max(0, objects().end() - 1), 1).forEach(decided::take);
    return decided.waitBefore(startsAfter);
  }

  private void open() {
    context = new MockProcessorContext<>(CONFIG, new TaskId(0, shard), Path.of("").toFile());
    table = new ObjectsStore(new ObjectRecords(seal)::object);
    table.init(context.getStateStoreContext(), table);
    for (ConsumerRecord<String, byte[]> record : objects().read(0, Integer.MAX_VALUE)) {
      if (record.offset() < committed) {
        table.put(record.key(), record.value());
      }
    }
    context.setCurrentSystemTimeMs(clock.millis());
    processor =
        ReactorTopology.processor(
            service,
            reactors.get(),
            seal,
            new TaskSurroundings(
                this::readTail,
                node -> true,
                TaskSurroundings.objectReader(seal),
                (partition, offset) -> offset == last,
                published,
                TaskSurroundings::rethrow));
    processor.init(context);
    punctuated.clear();
    context.scheduledPunctuators().forEach(one -> punctuated.put(one, clock.millis()));
  }

  private long readTail(int partition, Consumer<ConsumerRecord<String, byte[]>> reader) {
    objects().read(committed, Integer.MAX_VALUE).forEach(reader);
    return objects().end();
  }

  private VirtualPartition objects() {
    return log.partition(Topics.OBJECTS, shard);
  }

  /** The service's name and the shard. */
  String name() {
    return service + "-" + shard;
  }

  int shard() {
    return shard;
  }

  /** How many records wait to be read. */
  int lag() {
    return away ? 0 : objects().end() - position;
  }

  /** How many records wait to be sent. */
  int unsent() {
    return unsent.size();
  }

  /** The position that is committed. */
  int committed() {
    return committed;
  }

  /** How far it has read. */
  int position() {
    return position;
  }

  /** Whether the service is not running at the moment. */
  boolean away() {
    return away;
  }

  /** Ends without a word, for a while. */
  void leave() {
    away = true;
    unsent.clear();
  }

  /** Starts again from the committed position, however much was compacted meanwhile. */
  void comeBack() {
    away = false;
    crash();
  }

  /** Reads up to so many records. */
  void deliver(int most) {
    if (!runs()) {
      return;
    }
    List<ConsumerRecord<String, byte[]>> records = objects().read(position, most);
    last = records.isEmpty() ? last : records.getLast().offset();
    for (ConsumerRecord<String, byte[]> record : records) {
      table.put(record.key(), record.value());
      context.setCurrentSystemTimeMs(clock.millis());
      context.setRecordMetadata(record.topic(), shard, record.offset());
      processor.process(
          new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
      collect();
    }
    position = objects().after(records);
  }

  /** Runs what was scheduled and is due. */
  void tick() {
    if (!runs()) {
      return;
    }
    long now = clock.millis();
    context.setCurrentSystemTimeMs(now);
    for (CapturedPunctuator one : context.scheduledPunctuators()) {
      boolean due = now - punctuated.get(one) >= one.getInterval().toMillis();
      if (due && !one.cancelled()) {
        punctuated.put(one, now);
        one.getPunctuator().punctuate(now);
        collect();
      }
    }
  }

  /** Sends up to so many records that wait. */
  void send(int most) {
    List<ProducerRecord<String, byte[]>> ready = unsent.subList(0, Math.min(most, unsent.size()));
    log.append(name(), clock, ready);
    ready.clear();
  }

  /** Sends everything and commits the position. */
  void commit() {
    if (away) {
      return;
    }
    send(unsent.size());
    committed = position;
  }

  /**
   * Ends without a word and starts over: what was not sent is lost, what came since comes again.
   */
  void crash() {
    if (away) {
      return;
    }
    unsent.clear();
    position = committed;
    started = false;
    startsAfter = log.partition(Topics.COMMANDS, shard).end();
  }

  private void collect() {
    for (CapturedForward<? extends String, ? extends byte[]> forward : context.forwarded()) {
      Record<? extends String, ? extends byte[]> record = forward.record();
      unsent.add(record(forward.childName().orElseThrow(), record));
    }
    context.resetForwards();
  }

  private static ProducerRecord<String, byte[]> record(
      String sink, Record<? extends String, ? extends byte[]> record) {
    String topic =
        switch (sink) {
          case ReactorTopology.COMMANDS_SINK -> Topics.COMMANDS;
          case ReactorTopology.ROUTES_SINK -> Topics.ROUTES;
          default -> Headers.text(record.headers(), ReactorTopology.INBOX_HEADER);
        };
    int partition =
        topic.equals(Topics.COMMANDS) ? ReactorTopology.partitionOfCommand(record.key()) : 0;
    return new ProducerRecord<>(
        topic, partition, null, record.key(), record.value(), record.headers());
  }
}
