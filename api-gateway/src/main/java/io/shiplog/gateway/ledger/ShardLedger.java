package io.shiplog.gateway.ledger;

import io.shiplog.gateway.decide.Ledger;
import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.gateway.decide.Opening;
import io.shiplog.gateway.ledger.CommitListener.Decided;
import io.shiplog.gateway.ledger.CommitListener.Written;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.SharedObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * The leader of one shard. Each command sees what the ones before it did, committed or not; if a
 * batch does not commit, this leader is of no use any more and whoever leads next rebuilds the
 * state from the log.
 */
public final class ShardLedger implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ShardLedger.class);

  /** Two polls: one batch may be about to be committed while the next is decided. */
  private static final int CAREFUL_COMMANDS = 2_000;

  private static final int OUTCOME_ROOM = Limits.MAX_RECORD_BYTES - (64 << 10);

  /** A longer key than any of ours is not remembered. */
  private static final int MOST_OF_A_KEY = 512;

  private final int shard;
  private final Ledger ledger;
  private final CommandReader reader;
  private final ObjectRecords records;
  private final CommandRecords commands;
  private final Producer<String, byte[]> producer;
  private final CommitListener listener;
  private final LedgerState state;
  private final DecidedOnce once;
  private volatile OptionalLong nextCommand;
  private Attempts attempts;
  private long carefulUntil = -1;

  /** Fences the shard's former leader, then reads the state. */
  ShardLedger(
      int shard, Ledger ledger, KafkaSettings kafka, SecretSeal seal, CommitListener listener) {
    this(
        shard,
        ledger,
        seal,
        kafka.openProducer(config(shard)),
        listener,
        () -> new StateReader(kafka, seal).read(shard));
  }

  /**
   * Leads on any log.
   *
   * @param shard which shard
   * @param ledger decides
   * @param seal opens and seals Secrets
   * @param producer a transactional producer of this leader's own
   * @param listener hears what was committed
   * @param state reads what all committed records make; called once the former leader is fenced
   */
  public ShardLedger(
      int shard,
      Ledger ledger,
      SecretSeal seal,
      Producer<String, byte[]> producer,
      CommitListener listener,
      Supplier<ShardState> state) {
    this.shard = shard;
    this.ledger = ledger;
    this.reader = new CommandReader(seal);
    this.records = new ObjectRecords(seal);
    this.commands = new CommandRecords(seal);
    this.producer = producer;
    this.listener = listener;
    try {
      producer.initTransactions();
      ShardState read = state.get();
      this.state = read.ledger();
      this.once = read.once();
      this.nextCommand = read.nextCommand();
      this.attempts = read.attempts();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Of the producer. It lingers until the commit, or until a batch is full: what one transaction
   * writes to several partitions then leaves in one request, and not in one for each.
   */
  private static Map<String, Object> config(int shard) {
    return Map.of(
        ProducerConfig.LINGER_MS_CONFIG, 1_000,
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, "ledger-shard-" + shard,
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Limits.TRANSACTION_MILLIS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
        ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
  }

  /** The counter, for logs and health. */
  long resourceVersion() {
    return state.resourceVersion();
  }

  /**
   * The offset in {@code commands} behind all that is decided; empty where the log has never said
   * it, because no ledger that writes it has led this shard yet.
   */
  public OptionalLong nextCommand() {
    return nextCommand;
  }

  /**
   * Notes in the log that a ledger begins here. If one did so before and committed nothing, a
   * command may be what it died of: then this one decides the first commands one by one. Nothing is
   * noted where the log has never said a position.
   *
   * @param decided the offset of the last command that this process decided, -1 where it decided
   *     none: what was decided here and not committed has killed nobody
   * @throws KafkaException if it could not be noted; this leader must be closed then
   */
  void start(long decided) {
    if (nextCommand.isEmpty()) {
      return;
    }
    Attempts before = attempts.without(decided);
    if (before.suspicious()) {
      carefulUntil = nextCommand.getAsLong() + CAREFUL_COMMANDS;
      LOG.infof(
          "shard %d: %d ledgers began at command %d and committed nothing; going one by one",
          shard, before.starts(), nextCommand.getAsLong());
    }
    note(before.started());
  }

  /**
   * What a new leader says before it decides anything ({@link Opening}), to be committed first;
   * empty where that is nothing. Nothing is said where the log has never said a position.
   */
  public Optional<Batch> opening() {
    if (nextCommand.isEmpty()) {
      return Optional.empty();
    }
    long next = nextCommand.getAsLong();
    Opening opening = Opening.of(shard, state, next + "-" + state.resourceVersion());
    if (opening.facts().isEmpty() && opening.following().isEmpty()) {
      return Optional.empty();
    }
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
    for (Fact fact : opening.facts()) {
      all.addAll(records.of(shard, fact, Json.bytes(fact.object().json())));
      state.replay(fact);
    }
    opening.following().forEach(command -> all.add(commands.toCommands(command)));
    all.add(records.counter(shard, state.resourceVersion(), next));
    return Optional.of(new Batch(List.of(), all, next));
  }

  /** Whether the next commands are to be decided by {@link #decideAlone}. */
  boolean careful() {
    return carefulUntil >= 0;
  }

  /** All that waited when this ledger began is decided. */
  void reachedEnd() {
    carefulUntil = -1;
  }

  /**
   * Decides one command, having noted in the log that it is begun; one that was begun by several
   * ledgers in a row, none of which came to its end, is refused. No batch may be under way.
   *
   * @throws KafkaException if it could not be noted; this leader must be closed then
   */
  Batch decideAlone(ConsumerRecord<String, byte[]> command) {
    long next = command.offset() + 1;
    if (next >= carefulUntil) {
      carefulUntil = -1;
    }
    if (attempts.convict(command.offset())) {
      String id = reader.id(command);
      LOG.errorf("command %s is refused: %d ledgers died of it", id, attempts.times());
      String why =
          "%d ledgers in a row ended while they decided command %s; it is refused, so that the"
              + " others are decided";
      Sendable refused = refused(id, why.formatted(attempts.times(), id));
      return batch(List.of(remembered(command, refused)), next);
    }
    note(attempts.begin(command.offset()));
    return decide(List.of(command));
  }

  private void note(Attempts noted) {
    ProducerRecord<String, byte[]> record =
        records.counter(shard, state.resourceVersion(), nextCommand.getAsLong());
    Headers.put(record.headers(), Headers.ATTEMPTS, noted.text());
    producer.beginTransaction();
    producer.send(record);
    producer.commitTransaction();
    attempts = noted;
  }

  /**
   * A batch that is decided and not committed yet.
   *
   * @param decided what each command led to
   * @param records all that is to be committed together
   * @param next the offset in {@code commands} behind the batch
   */
  public record Batch(
      List<Decided> decided, List<ProducerRecord<String, byte[]>> records, long next) {

    /** How many commands it has. */
    public int size() {
      return decided.size();
    }
  }

  /**
   * Decides a batch and takes what it leads to into the state. The batch before it may be about to
   * be committed still; if it cannot be, this one must not be either.
   */
  public Batch decide(List<ConsumerRecord<String, byte[]>> commands) {
    return decide(commands, Long.MAX_VALUE);
  }

  /**
   * The same for as many of them, at least one, as it takes to come to so many bytes: a small patch
   * of a large object leads to the whole object, twice.
   */
  Batch decide(List<ConsumerRecord<String, byte[]>> commands, long enoughBytes) {
    List<Sendable> decided = new ArrayList<>(commands.size());
    long bytes = 0;
    for (ConsumerRecord<String, byte[]> command : commands) {
      Sendable sendable = decideOnce(command);
      sendable.decided().written().forEach(one -> state.replay(one.fact(), one.object()));
      decided.add(sendable);
      bytes += sendable.bytes();
      if (bytes >= enoughBytes) {
        break;
      }
    }
    return batch(decided, commands.get(decided.size() - 1).offset() + 1);
  }

  private Batch batch(List<Sendable> sendables, long next) {
    List<Decided> decided = new ArrayList<>(sendables.size());
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>(3 * sendables.size() + 1);
    for (Sendable sendable : sendables) {
      decided.add(sendable.decided());
      all.addAll(sendable.records());
    }
    all.add(records.counter(shard, state.resourceVersion(), next));
    return new Batch(decided, all, next);
  }

  /**
   * Commits a batch, the position in {@code commands} included, and tells the listener. Batches are
   * committed in the order in which they were decided, by any thread, one at a time.
   *
   * @throws KafkaException if it could not be committed; this leader must be closed then
   */
  public void commit(Batch batch) {
    producer.beginTransaction();
    batch.records().forEach(producer::send);
    producer.commitTransaction();
    nextCommand = OptionalLong.of(batch.next());
    listener.committed(shard, batch.decided());
  }

  /** A wish that came before is told its first outcome again, and changes nothing. */
  private Sendable decideOnce(ConsumerRecord<String, byte[]> record) {
    return once.find(Headers.text(record.headers(), Headers.ONCE))
        .map(
            first ->
                new Sendable(
                    new Decided(List.of(), first), List.of(records.toOutcomes(shard, first))))
        .orElseGet(() -> remembered(record, decideSafely(record)));
  }

  /** Lets a wish that is decided once be known when it comes again. */
  private Sendable remembered(ConsumerRecord<String, byte[]> record, Sendable sendable) {
    String key = Headers.text(record.headers(), Headers.ONCE);
    if (key.isEmpty() || key.length() > MOST_OF_A_KEY) {
      return sendable;
    }
    Outcome outcome = sendable.decided().outcome();
    once.add(key, outcome);
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>(sendable.records());
    all.add(records.toOutcomesOnce(shard, key, outcome));
    return new Sendable(sendable.decided(), all);
  }

  /** One command that takes more memory than there is must not end the others' ledger. */
  private Sendable decideSafely(ConsumerRecord<String, byte[]> record) {
    try {
      return decide(record);
    } catch (OutOfMemoryError e) {
      String id = reader.id(record);
      LOG.errorf(e, "memory ran out while command %s was decided: it is refused", id);
      return refused(id, "memory ran out while the ledger decided command " + id);
    }
  }

  private Sendable refused(String id, String why) {
    Outcome refusal = Outcome.rejected(id, Status.internal(why));
    return new Sendable(
        new Decided(List.of(), refusal), List.of(records.toOutcomes(shard, refusal)));
  }

  private Sendable decide(ConsumerRecord<String, byte[]> record) {
    CommandReader.Reading reading = reader.read(record);
    if (reading.refusal() != null) {
      LOG.warnf("refused: %s", reading.refusal().status().message());
      return new Sendable(
          new Decided(List.of(), reading.refusal()),
          List.of(records.toOutcomes(shard, reading.refusal())));
    }
    return decide(reading.command(), record.timestamp());
  }

  /** What one command led to, as records too. */
  private record Sendable(Decided decided, List<ProducerRecord<String, byte[]>> records) {

    long bytes() {
      return records.stream().mapToLong(one -> one.value() == null ? 0 : one.value().length).sum();
    }
  }

  private Sendable decide(Command command, long timestamp) {
    try {
      return written(ledger.decide(state, command, Instant.ofEpochMilli(Math.max(0, timestamp))));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.errorf(e, "a bug: command %s could not be decided and is refused", command.id());
      Status status =
          Status.internal("the ledger could not decide command " + command.id() + "; see its log");
      return written(new Decision(List.of(), Outcome.rejected(command.id(), status)));
    }
  }

  private Sendable written(Decision decision) {
    List<Written> facts = new ArrayList<>();
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
    for (Fact fact : decision.facts()) {
      byte[] json = Json.bytes(fact.object().json());
      facts.add(new Written(fact, SharedObjects.OF_THIS_PROCESS.of(json)));
      all.addAll(records.of(fact, json));
    }
    Outcome outcome = fitting(decision.outcome());
    all.add(records.toOutcomes(shard, outcome));
    decision.following().forEach(command -> all.add(commands.toCommands(command)));
    return new Sendable(new Decided(facts, outcome), all);
  }

  /** Only a refusal or a dry run can be too large for a record: neither has facts. */
  private static Outcome fitting(Outcome outcome) {
    boolean large = outcome.status() != null || !outcome.results().isEmpty();
    if (!large || Json.bytes(outcome).length <= OUTCOME_ROOM) {
      return outcome;
    }
    Status why =
        outcome.status() != null
            ? new Status(
                outcome.status().code(),
                outcome.status().reason(),
                Texts.shorten(outcome.status().message()),
                null)
            : Status.tooLarge("the answer to the dry run does not fit into one record");
    return Outcome.rejected(outcome.commandId(), why);
  }

  @Override
  public void close() {
    // What is still open is aborted by the next leader, at once.
    producer.close(Duration.ZERO);
  }
}
