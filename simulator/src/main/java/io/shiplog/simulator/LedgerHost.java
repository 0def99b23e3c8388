package io.shiplog.simulator;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.ledger.runtime.CommitListener;
import io.shiplog.ledger.runtime.ShardLedger;
import io.shiplog.ledger.runtime.ShardState;
import io.shiplog.ledger.runtime.StateRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Runs the ledger of one shard as its service does: what a batch decides is committed together with
 * the position, or not at all, and the next batch may be decided before.
 */
final class LedgerHost {

  /** What can happen to a batch. */
  enum Mishap {
    /** The leader ends before it decides. */
    RESTART,
    /** The leader ends after it decided and before it committed. */
    CRASH,
    /** Another leader took over while this one was at it: from some record on it is fenced. */
    FENCED,
    /** The batch is committed, but the leader never hears of it. */
    ANSWER_LOST
  }

  private final int shard;
  private final Ledger ledger;
  private final SecretSeal seal;
  private final VirtualLog log;
  private final ProcessClock clock;
  private final String name;
  private LedgerProducer producer;
  private ShardLedger leader;
  private LedgerState state;
  private Mishap next;
  private int nextAfter;

  LedgerHost(int shard, Ledger ledger, SecretSeal seal, VirtualLog log, ProcessClock clock) {
    this.shard = shard;
    this.ledger = ledger;
    this.seal = seal;
    this.log = log;
    this.clock = clock;
    this.name = "ledger-" + shard;
    restart();
  }

  /** A new leader, who knows nothing but the log. */
  private void restart() {
    producer = new LedgerProducer();
    leader = new ShardLedger(shard, ledger, seal, producer, CommitListener.NOBODY, this::read);
    leader.opening().ifPresent(leader::commit);
    publish();
  }

  /** Has something happen to the next batch. */
  void prepare(Mishap mishap, int afterRecords) {
    next = mishap;
    nextAfter = afterRecords;
  }

  private ShardState read() {
    ShardState read = replay();
    state = read.ledger();
    return read;
  }

  /** What the log says, of what compaction has left of it. */
  ShardState replay() {
    StateRecords records = new StateRecords(seal);
    log.partition(Topics.OBJECTS, shard).read(0, Integer.MAX_VALUE).forEach(records::add);
    return ShardState.of(records);
  }

  /** How many commands wait. */
  int lag() {
    return log.partition(Topics.COMMANDS, shard).end() - position();
  }

  /** The position that is committed. */
  int position() {
    return (int) leader.nextCommand().orElse(0);
  }

  /** The leader's state. */
  LedgerState state() {
    return state;
  }

  /** Decides up to so many commands. */
  void step(int most) {
    Mishap mishap = next;
    next = null;
    if (mishap == Mishap.RESTART) {
      restart();
    }
    VirtualPartition commands = log.partition(Topics.COMMANDS, shard);
    List<ConsumerRecord<String, byte[]>> batch = commands.read(position(), most);
    if (batch.isEmpty()) {
      return;
    }
    commit(decide(batch), mishap);
  }

  /** In two parts where it can: the second is decided before the first is committed. */
  private List<ShardLedger.Batch> decide(List<ConsumerRecord<String, byte[]>> batch) {
    int half = batch.size() / 2;
    return half == 0
        ? List.of(leader.decide(batch))
        : List.of(
            leader.decide(batch.subList(0, half)),
            leader.decide(batch.subList(half, batch.size())));
  }

  /** The mishap befalls one part; what was decided after it is dropped with the leader. */
  private void commit(List<ShardLedger.Batch> parts, Mishap mishap) {
    int befallen = nextAfter % parts.size();
    for (int part = 0; part < parts.size(); part++) {
      Mishap now = part == befallen ? mishap : null;
      producer.prepare(now, nextAfter);
      try {
        leader.commit(parts.get(part));
      } catch (KafkaException e) {
        if (now == Mishap.ANSWER_LOST) {
          publish();
        }
        restart();
        return;
      }
      publish();
    }
  }

  private void publish() {
    log.append(name, clock, producer.history());
    producer.clear();
  }
}
