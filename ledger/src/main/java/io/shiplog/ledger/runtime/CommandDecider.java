package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.ledger.runtime.CommitListener.Decided;
import io.shiplog.ledger.runtime.CommitListener.Written;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Decision;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Limits;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.SharedObjects;
import io.shiplog.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Makes of one record of {@code commands} the records that it leads to. Every record has exactly
 * one outcome: what cannot be read, what a rule has a bug for and what takes more memory than there
 * is is refused.
 */
final class CommandDecider {

  private static final Logger LOG = Logger.getLogger(CommandDecider.class);
  private static final int OUTCOME_ROOM = Limits.MAX_RECORD_BYTES - (64 << 10);

  /** A longer key than any of ours is not remembered. */
  private static final int MOST_OF_A_KEY = 512;

  private final int shard;
  private final Ledger ledger;
  private final CommandReader reader;
  private final ObjectRecords records;
  private final CommandRecords commands;
  private final LedgerState state;
  private final DecidedOnce once;

  /** Decides for a shard on this state, which whoever leads it keeps up to date. */
  CommandDecider(int shard, Ledger ledger, SecretSeal seal, ShardState state) {
    this.shard = shard;
    this.ledger = ledger;
    this.reader = new CommandReader(seal);
    this.records = new ObjectRecords(seal);
    this.commands = new CommandRecords(seal);
    this.state = state.ledger();
    this.once = state.once();
  }

  /** What one command led to, as records too: of each fact, in order, those of it come first. */
  record Sendable(Decided decided, List<ProducerRecord<String, byte[]>> records) {

    /** Takes into a proof what is written to {@code objects}. */
    void addTo(LogProof proof) {
      var facts = decided.written().iterator();
      for (ProducerRecord<String, byte[]> record : records) {
        if (record.topic().equals(Topics.OBJECTS)) {
          ObjectKey key = facts.next().fact().key();
          if (record.value() == null) {
            proof.remove(key);
          } else {
            proof.put(key, ObjectRecords.print(record));
          }
        }
      }
    }

    long bytes() {
      return records.stream().mapToLong(one -> one.value() == null ? 0 : one.value().length).sum();
    }
  }

  /** Refuses a command, unread, of which so many ledgers in a row died. */
  Sendable refuse(ConsumerRecord<String, byte[]> command, int deaths) {
    String id = reader.id(command);
    LOG.errorf("command %s is refused: %d ledgers died of it", id, deaths);
    String why =
        "%d ledgers in a row ended while they decided command %s; it is refused, so that the"
            + " others are decided";
    return remembered(command, refused(id, why.formatted(deaths, id)));
  }

  /**
   * Decides one command; the state stays as it is. A request that came before is told its first
   * outcome again.
   */
  Sendable decide(ConsumerRecord<String, byte[]> record) {
    return once.find(Headers.text(record.headers(), Headers.ONCE))
        .map(
            first ->
                new Sendable(
                    new Decided(List.of(), first), List.of(records.toOutcomes(shard, first))))
        .orElseGet(() -> remembered(record, decideSafely(record)));
  }

  /** Lets a request that is decided once be known when it comes again. */
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
      return decideRecord(record);
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

  private Sendable decideRecord(ConsumerRecord<String, byte[]> record) {
    CommandReader.Reading reading = reader.read(record);
    if (reading.refusal() != null) {
      LOG.warnf("refused: %s", reading.refusal().status().message());
      return new Sendable(
          new Decided(List.of(), reading.refusal()),
          List.of(records.toOutcomes(shard, reading.refusal())));
    }
    return decideCommand(reading.command(), record.timestamp());
  }

  private Sendable decideCommand(Command command, long timestamp) {
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
}
