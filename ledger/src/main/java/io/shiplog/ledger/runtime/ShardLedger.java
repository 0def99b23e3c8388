package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.ledger.decide.Opening;
import io.shiplog.ledger.runtime.CommitListener.Decided;
import io.shiplog.model.Json;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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

  private final int shard;
  private final ObjectRecords records;
  private final CommandRecords commands;
  private final Producer<String, byte[]> producer;
  private final CommitListener listener;
  private final LedgerState state;
  private final LogProof proof;
  private final CommandDecider decider;
  private volatile OptionalLong nextCommand;
  private Attempts attempts;
  private long carefulUntil = -1;

  /**
   * Fences the shard's former leader, has its log repaired if that was asked for, then reads the
   * state.
   *
   * @throws BrokenStateException if the log is not what the shard's ledgers wrote
   */
  ShardLedger(
      int shard,
      Ledger ledger,
      KafkaSettings kafka,
      SecretSeal seal,
      CommitListener listener,
      Repair repair) {
    this(
        shard,
        ledger,
        seal,
        kafka.openProducer(config(shard)),
        listener,
        fenced -> {
          if (repair != Repair.NONE) {
            new LogRepair(kafka, seal).run(shard, fenced, repair == Repair.ACCEPT_LOSS);
          }
          return new StateReader(kafka, seal).read(shard);
        });
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
    this(shard, ledger, seal, producer, listener, fenced -> state.get());
  }

  private ShardLedger(
      int shard,
      Ledger ledger,
      SecretSeal seal,
      Producer<String, byte[]> producer,
      CommitListener listener,
      Function<Producer<String, byte[]>, ShardState> state) {
    this.shard = shard;
    this.records = new ObjectRecords(seal);
    this.commands = new CommandRecords(seal);
    this.producer = producer;
    this.listener = listener;
    try {
      producer.initTransactions();
      ShardState read = state.apply(producer);
      this.state = read.ledger();
      this.proof = read.proof();
      this.decider = new CommandDecider(shard, ledger, seal, read);
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
      proof.remove(fact.key());
    }
    opening.following().forEach(command -> all.add(commands.toCommands(command)));
    all.add(bookkeeping(next));
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
      return batch(List.of(decider.refuse(command, attempts.times())), next);
    }
    note(attempts.begin(command.offset()));
    return decide(List.of(command));
  }

  private void note(Attempts noted) {
    ProducerRecord<String, byte[]> record = bookkeeping(nextCommand.getAsLong());
    Headers.put(record.headers(), Headers.ATTEMPTS, noted.text());
    producer.beginTransaction();
    producer.send(record);
    producer.commitTransaction();
    attempts = noted;
  }

  private ProducerRecord<String, byte[]> bookkeeping(long next) {
    return records.counter(shard, state.resourceVersion(), next, proof.sum());
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
    List<CommandDecider.Sendable> decided = new ArrayList<>(commands.size());
    long bytes = 0;
    for (ConsumerRecord<String, byte[]> command : commands) {
      CommandDecider.Sendable sendable = decider.decide(command);
      sendable.decided().written().forEach(one -> state.replay(one.fact(), one.object()));
      sendable.addTo(proof);
      decided.add(sendable);
      bytes += sendable.bytes();
      if (bytes >= enoughBytes) {
        break;
      }
    }
    return batch(decided, commands.get(decided.size() - 1).offset() + 1);
  }

  private Batch batch(List<CommandDecider.Sendable> sendables, long next) {
    List<Decided> decided = new ArrayList<>(sendables.size());
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>(3 * sendables.size() + 1);
    for (CommandDecider.Sendable sendable : sendables) {
      decided.add(sendable.decided());
      all.addAll(sendable.records());
    }
    all.add(bookkeeping(next));
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

  @Override
  public void close() {
    // What is still open is aborted by the next leader, at once.
    producer.close(Duration.ZERO);
  }
}
