package io.shiplog.simulator;

import io.shiplog.gateway.decide.Ledger;
import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.gateway.ledger.ShardLedger;
import io.shiplog.gateway.ledger.StateRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Runs the ledger of one shard as its service does: what a batch decides is committed together with
 * the position, or not at all.
 */
final class LedgerHost {

  @SuppressWarnings("removal") // Kafka has no other way yet to make one by hand.
  private static final ConsumerGroupMetadata GROUP =
      new ConsumerGroupMetadata("ledger", -1, "", Optional.empty());

  private final int shard;
  private final Ledger ledger;
  private final SecretSeal seal;
  private final VirtualLog log;
  private final String name;
  private MockProducer<String, byte[]> producer;
  private ShardLedger leader;
  private LedgerState state;
  private int position;

  LedgerHost(int shard, Ledger ledger, SecretSeal seal, VirtualLog log) {
    this.shard = shard;
    this.ledger = ledger;
    this.seal = seal;
    this.log = log;
    this.name = "ledger-" + shard;
    restart();
  }

  /** A new leader, who knows nothing but the log. */
  void restart() {
    producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    leader = new ShardLedger(shard, ledger, seal, producer, () -> state = replay(false));
  }

  /**
   * The state that the log makes.
   *
   * @param everything whether also of records that were compacted away
   */
  LedgerState replay(boolean everything) {
    LedgerState rebuilt = new LedgerState();
    StateRecords records = new StateRecords(seal);
    VirtualPartition objects = log.partition(Topics.OBJECTS, shard);
    List<ConsumerRecord<String, byte[]>> from =
        everything ? objects.all() : objects.read(0, Integer.MAX_VALUE);
    from.forEach(record -> records.replay(rebuilt, record));
    return rebuilt;
  }

  /** How many commands wait. */
  int lag() {
    return log.partition(Topics.COMMANDS, shard).end() - position;
  }

  /** The position that is committed. */
  int position() {
    return position;
  }

  /** The leader's state. */
  LedgerState state() {
    return state;
  }

  /**
   * Decides up to so many commands.
   *
   * @param crash whether the leader ends after it decided and before it committed
   */
  void step(int most, boolean crash) {
    VirtualPartition commands = log.partition(Topics.COMMANDS, shard);
    List<ConsumerRecord<String, byte[]>> batch = commands.read(position, most);
    if (batch.isEmpty()) {
      return;
    }
    producer.commitTransactionException = crash ? new KafkaException("the leader ends") : null;
    try {
      leader.process(batch, GROUP);
    } catch (KafkaException e) {
      restart();
      return;
    }
    log.append(name, producer.history());
    producer.clear();
    position = commands.after(batch);
  }
}
