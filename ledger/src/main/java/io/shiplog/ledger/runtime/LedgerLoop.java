package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * One member of the ledgers' consumer group. It leads the shards whose partitions of {@code
 * commands} it is assigned, and is the standby of the others.
 *
 * <p>Whatever goes wrong with Kafka (fencing, a timeout, a broken transaction), the cure is the
 * same: leave, drop all state, join again. A shard is taken only when the group assigns it, so that
 * a zombie that wakes up does not fence its successor.
 */
final class LedgerLoop implements Runnable {

  private static final Logger LOG = Logger.getLogger(LedgerLoop.class);
  private static final String GROUP = "shiplog-ledger";
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

  /** How much a transaction holds: two of them are in memory, one decided, one being committed. */
  private static final long ENOUGH_BYTES = 8L << 20;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final long TELL_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long STEADY_NANOS = Duration.ofSeconds(30).toNanos();

  private final String name;
  private final Ledger ledger;
  private final KafkaSettings kafka;
  private final SecretSeal seal;
  private final CommitListener listener;
  private final Map<String, Object> consumerConfig;
  private final Duration goodbye;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The last command of each partition that was decided here, committed or not. */
  private final Map<TopicPartition, Long> decided = new HashMap<>();

  private final Set<Integer> led = ConcurrentHashMap.newKeySet();
  private volatile boolean member;
  private volatile String trouble = "";
  private volatile String alarm = "";
  private volatile Repair repair = Repair.NONE;

  /** Why a shard that was assigned cannot be led; the loop begins anew then. */
  private BrokenStateException broken;

  private volatile KafkaConsumer<String, byte[]> polled;

  LedgerLoop(
      String name,
      String instance,
      Ledger ledger,
      KafkaSettings kafka,
      SecretSeal seal,
      CommitListener listener) {
    this.name = name;
    this.ledger = ledger;
    this.kafka = kafka;
    this.seal = seal;
    this.listener = listener;
    this.consumerConfig = config(instance);
    // Who has a name stays in the group when it goes, and need not wait for the fetch under way.
    // Who has none and fails to say goodbye is thrown out by the session timeout.
    this.goodbye = instance.isEmpty() ? LONGEST_GOODBYE : Duration.ZERO;
  }

  private static Map<String, Object> config(String instance) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    // Within it a shard is taken, and the state of some million objects read.
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 600_000);
    // Never the beginning: a day of commands would be decided again.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    // Sticky: a gateway that joins must not take a shard away from one that leads it. Not the
    // cooperative kind: that leaves a partition without an owner until its former owner gives it
    // up, and a member that came back under the same instance id does not know that it has to.
    config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, StickyAssignor.class.getName());
    if (!instance.isEmpty()) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    return config;
  }

  @Override
  public void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (closing.getCount() > 0) {
      long start = System.nanoTime();
      try {
        lead();
      } catch (WakeupException e) {
        LOG.debugf("%s: woken to close, or because a shard cannot be led", name);
      } catch (RuntimeException | Error e) {
        // An error (memory that ran out, say) must not leave a shard without a ledger either.
        trouble = e.toString();
        LOG.warnf(e, "%s: starts over from the log", name);
        boolean steady = System.nanoTime() - start > STEADY_NANOS;
        pause = steady ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        pause(pause);
      }
      if (broken != null) {
        LOG.errorf("%s; looking again in %d ms", broken.getMessage(), LONGEST_PAUSE_MILLIS);
        alarm = broken.getMessage();
        broken = null;
        pause(LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void pause(long millis) {
    try {
      closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private void lead() {
    KafkaConsumer<String, byte[]> consumer = kafka.openMember(consumerConfig);
    CommandPositions positions = new CommandPositions(consumer, TELL_NANOS);
    Committer committer = new Committer(name + "-commit", consumer::wakeup);
    Leadership leadership = new Leadership(positions, committer, consumer::wakeup);
    polled = consumer;
    try {
      consumer.subscribe(List.of(Topics.COMMANDS), leadership);
      while (closing.getCount() > 0) {
        ConsumerRecords<String, byte[]> records = poll(consumer, committer);
        if (records.isEmpty()) {
          leadership.reachedEnd();
        }
        decide(records, leadership, committer, positions);
        positions.tell();
      }
    } finally {
      polled = null;
      member = false;
      committer.close();
      leadership.drop();
      consumer.close(CloseOptions.timeout(goodbye));
    }
  }

  private static ConsumerRecords<String, byte[]> poll(
      KafkaConsumer<String, byte[]> consumer, Committer committer) {
    ConsumerRecords<String, byte[]> records;
    try {
      records = consumer.poll(POLL);
    } catch (WakeupException e) {
      // Where a commit failed, that is what to tell of.
      committer.settle();
      throw e;
    }
    if (records.isEmpty()) {
      committer.settle();
    }
    return records;
  }

  private void decide(
      ConsumerRecords<String, byte[]> records,
      Leadership leadership,
      Committer committer,
      CommandPositions positions) {
    for (TopicPartition partition : records.partitions()) {
      ShardLedger shard = leadership.shard(partition);
      List<ConsumerRecord<String, byte[]>> rest = records.records(partition);
      while (!rest.isEmpty()) {
        ShardLedger.Batch batch =
            shard.careful() ? shard.decideAlone(rest.getFirst()) : shard.decide(rest, ENOUGH_BYTES);
        decided.put(partition, batch.next() - 1);
        committer.commit(shard, batch, () -> positions.decided(partition, batch.next()));
        rest = rest.subList(batch.size(), rest.size());
      }
    }
  }

  /** Takes and gives up shards as the group says. */
  private final class Leadership implements ConsumerRebalanceListener {
    private final CommandPositions positions;
    private final Committer committer;
    private final Runnable woken;
    private final Map<TopicPartition, ShardLedger> shards = new HashMap<>();

    Leadership(CommandPositions positions, Committer committer, Runnable woken) {
      this.positions = positions;
      this.committer = committer;
      this.woken = woken;
    }

    ShardLedger shard(TopicPartition partition) {
      return shards.get(partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      try {
        partitions.forEach(this::take);
      } catch (BrokenStateException e) {
        // Kafka would tell of what is thrown here in its own words, at length and each time.
        broken = e;
        woken.run();
        return;
      }
      member = true;
      trouble = "";
      alarm = "";
      repair = Repair.NONE;
    }

    /** Fence first, then read state and position: nobody else moves either any more. */
    private void take(TopicPartition partition) {
      long start = System.nanoTime();
      ShardLedger shard =
          new ShardLedger(partition.partition(), ledger, kafka, seal, listener, repair);
      shards.put(partition, shard);
      // A batch that is committed says that nothing went wrong: what starts note comes behind it.
      shard.opening().ifPresent(shard::commit);
      shard.start(decided.getOrDefault(partition, -1L));
      positions.seek(partition, shard.nextCommand());
      led.add(partition.partition());
      LOG.infof(
          "%s: leads shard %d from resourceVersion %d, after %d ms",
          name,
          partition.partition(),
          shard.resourceVersion(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      committer.settle();
      giveUp(partitions);
    }

    private void giveUp(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        led.remove(partition.partition());
        positions.forget(partition);
        ShardLedger shard = shards.remove(partition);
        if (shard != null) {
          shard.close();
        }
      }
    }

    void reachedEnd() {
      shards.values().forEach(ShardLedger::reachedEnd);
    }

    void drop() {
      giveUp(List.copyOf(shards.keySet()));
    }
  }

  /** Whether this loop is in the group and runs every shard it was given. */
  boolean ready() {
    return member;
  }

  /** The shards led here. */
  Set<Integer> led() {
    return Set.copyOf(led);
  }

  /** What last went wrong, until it goes right again; empty where nothing did. */
  String trouble() {
    return trouble;
  }

  /** What its state's log lacks, so that nothing can be decided; empty where it is whole. */
  String alarm() {
    return alarm;
  }

  /** Asks for a repair where a shard's log is not whole; it begins within seconds. */
  void repair(Repair asked) {
    repair = asked;
  }

  /** Asks the loop to end; it does so within a few seconds. */
  void close() {
    closing.countDown();
    KafkaConsumer<String, byte[]> consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
  }
}
