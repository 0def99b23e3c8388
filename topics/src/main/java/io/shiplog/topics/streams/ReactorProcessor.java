package io.shiplog.topics.streams;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * Feeds a reactor with changes and time, and carries out its effects in the order it gave them.
 *
 * <p>Before the reactor decides anything the table is brought to the end of the log, as it was when
 * the task started ({@link ObjectsTail}); what Streams brings of that part afterwards is known. And
 * whatever is published for an object that the log no longer knows is told as a deletion ({@link
 * Published}).
 */
final class ReactorProcessor extends ContextualProcessor<String, byte[], String, byte[]> {

  /** Names the inbox topic a record goes to; read by the sink's topic extractor. */
  static final String TARGET_NODE = "target-topic";

  private static final Logger LOG = Logger.getLogger(ReactorProcessor.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration FIRST = Duration.ofMillis(1);

  private final String service;
  private final Reactor reactor;
  private final CommandRecords commands;
  private final SecretSeal seal;
  private final TaskSurroundings around;
  private final ObjectTable table = new ObjectTable();
  private MissedChanges missed = new MissedChanges();
  private long known;
  private boolean started;
  private Cancellable first;

  ReactorProcessor(String service, Reactor reactor, SecretSeal seal, TaskSurroundings around) {
    this.service = service;
    this.reactor = reactor;
    this.commands = new CommandRecords(seal);
    this.seal = seal;
    this.around = around;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    super.init(context);
    ObjectsStore store = context.getStateStore(ReactorTopology.STORE);
    store.forEach((key, object) -> apply(key, object.json()));
    // Before the tail is read: due when the task runs then, and not when its first poll has ended.
    first = context.schedule(FIRST, PunctuationType.WALL_CLOCK_TIME, this::startOnce);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    int shard = context.taskId().partition();
    known = around.tail().read(shard, this::catchUp);
    around.published().objects(shard).stream()
        .filter(key -> table.get(key).isEmpty() && !table.isUnknown(key))
        .forEach(key -> missed.add(new Change(key, null, null)));
  }

  private void catchUp(ConsumerRecord<String, byte[]> record) {
    Change change = apply(record.key(), record.value());
    if (change != null) {
      missed.add(change);
    }
  }

  @Override
  public void process(Record<String, byte[]> record) {
    RecordMetadata at = context().recordMetadata().orElseThrow();
    long now = context().currentSystemTimeMs();
    // First of all: what is passed over may be committed, and then nobody tells the reactor again.
    startOnce(now);
    if (at.offset() < known) {
      return;
    }
    String cause = at.partition() + "-" + at.offset();
    Change change = apply(record.key(), record.value());
    if (change != null) {
      run(reactor.changed(table, change, Instant.ofEpochMilli(now)), cause, now);
    }
    if (around.polls().at(at.partition(), at.offset())) {
      settle(cause, now);
    }
  }

  private void settle(String cause, long now) {
    Instant time = Instant.ofEpochMilli(now);
    List<Effect> effects = reactor.settled(table, time);
    for (int round = 1; !effects.isEmpty(); round++) {
      run(effects, cause + "-settled-" + round, now);
      effects = reactor.settled(table, time);
    }
  }

  private void startOnce(long now) {
    if (started) {
      return;
    }
    started = true;
    first.cancel();
    Instant time = Instant.ofEpochMilli(now);
    run(reactor.start(table, time), "start-" + now, now);
    int number = 0;
    for (Change change : missed.all()) {
      number++;
      run(reactor.changed(table, change, time), "missed-" + number + "-" + now, now);
    }
    missed = new MissedChanges();
    settle("start-" + now, now);
  }

  private void tick(long now) {
    startOnce(now);
    run(reactor.tick(table, Instant.ofEpochMilli(now)), "tick-" + now, now);
    settle("tick-" + now, now);
  }

  /**
   * Applies a record to the table; null where it is no object. One that cannot be read says that
   * there is an object, and no more.
   */
  private Change apply(String key, byte[] value) {
    if (key == null || ObjectRecords.isCounter(key)) {
      return null;
    }
    ObjectKey objectKey;
    try {
      objectKey = ObjectKey.parse(key);
    } catch (IllegalArgumentException e) {
      LOG.errorf("%s: a record of %s is nobody's: %s", service, Topics.OBJECTS, e.getMessage());
      return null;
    }
    try {
      Change change = table.apply(objectKey, value == null ? null : around.reader().apply(value));
      if (value != null && Catalogue.decided(objectKey.resource()).isEmpty()) {
        table.applyUnknown(objectKey);
      }
      return change;
    } catch (IllegalArgumentException e) {
      table.applyUnknown(objectKey);
      LOG.errorf(
          "%s: %s is in %s and cannot be read; what depends on it is left as it is: %s",
          service, key, Topics.OBJECTS, e.getMessage());
      return null;
    }
  }

  private void run(List<Effect> effects, String cause, long now) {
    int number = 0;
    for (Effect effect : effects) {
      number++;
      switch (effect) {
        case Effect.Write write -> {
          String id = service + "-" + context().taskId().partition() + "-" + cause + "-" + number;
          Command command = new Command(id, write.user(), write.operations());
          send(
              ReactorTopology.COMMANDS_SINK,
              command.key().toString(),
              commands.value(command),
              Headers.COMMAND_ID,
              id,
              now);
        }
        case Effect.Failure failure -> around.failures().accept(failure);
        case Effect.Inbox inbox -> put(inbox, now);
        case Effect.Route route ->
            send(
                ReactorTopology.ROUTES_SINK,
                route.key(),
                route.value() == null ? null : Json.bytes(route.value()),
                "service",
                service,
                now);
      }
    }
  }

  private void put(Effect.Inbox inbox, long now) {
    if (!around.inboxes().test(inbox.node())) {
      return;
    }
    byte[] plain = inbox.value() == null ? null : Json.bytes(inbox.value());
    byte[] value = SecretSeal.covers(inbox.key()) ? seal.seal(plain) : plain;
    String topic = Topics.desired(inbox.node());
    send(ReactorTopology.INBOX_SINK, inbox.key(), value, TARGET_NODE, topic, now);
  }

  private void send(
      String sink, String key, byte[] value, String header, String headerValue, long now) {
    RecordHeaders headers = new RecordHeaders();
    Headers.put(headers, header, headerValue);
    context().forward(new Record<>(key, value, now, headers), sink);
  }
}
