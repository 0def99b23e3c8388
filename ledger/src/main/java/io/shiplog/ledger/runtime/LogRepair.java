package io.shiplog.ledger.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.CountedRecords;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Puts back into a shard's log of objects what its history still has. What comes back is written as
 * a new fact, with a resourceVersion that nobody has seen, so that whoever follows the log hears of
 * it. Only somebody who fenced the shard's former leader may do that.
 */
final class LogRepair {

  private static final Logger LOG = Logger.getLogger(LogRepair.class);
  private static final String USER = "system:apiserver";
  private static final int TOGETHER_BYTES = 4 << 20;

  /** Where changes are lost, versions may have been given out that no log knows of any more. */
  private static final long MARGIN = 1_000;

  private final KafkaSettings kafka;
  private final SecretSeal seal;
  private final ObjectRecords records;
  private final CommandReader commands;

  LogRepair(KafkaSettings kafka, SecretSeal seal) {
    this.kafka = kafka;
    this.seal = seal;
    this.records = new ObjectRecords(seal);
    this.commands = new CommandReader(seal);
  }

  /**
   * Repairs a shard; one that is whole is left as it is.
   *
   * @param producer of the shard's leader
   * @param acceptLoss whether to go on without what is in no log
   * @throws BrokenStateException if something is in no log, and that is not accepted
   */
  void run(int shard, Producer<String, byte[]> producer, boolean acceptLoss) {
    try (KafkaConsumer<String, byte[]> consumer = kafka.openBriefConsumer(Map.of())) {
      RepairPlan plan = plan(consumer, shard);
      if (plan.whole()) {
        return;
      }
      Optional<String> lost = plan.lost();
      if (lost.isPresent() && !acceptLoss) {
        throw new BrokenStateException(
            "shard %d: history does not have all that is missing: %s. Nothing is decided for it. "
                    .formatted(shard, lost.get())
                + "./shiplog repair --accept-loss puts back the rest and goes on");
      }
      long next = decidedUpTo(consumer, shard, plan);
      write(shard, producer, plan, next, lost.isPresent() ? MARGIN : 0);
    }
  }

  private RepairPlan plan(KafkaConsumer<String, byte[]> consumer, int shard) {
    RepairPlan plan = new RepairPlan();
    CountedRecords counting = new CountedRecords(plan::object);
    read(consumer, Topics.OBJECTS, shard, counting::add);
    counting.end();
    read(consumer, Topics.HISTORY, shard, plan::history);
    return plan;
  }

  private static void read(
      KafkaConsumer<String, byte[]> consumer,
      String topic,
      int shard,
      Consumer<ConsumerRecord<String, byte[]>> reader) {
    TopicPartition partition = new TopicPartition(topic, shard);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    PartitionReading.toEnd(consumer, partition, reader);
  }

  /** Commands are decided in order, and each has an outcome: behind the last one that has. */
  private long decidedUpTo(KafkaConsumer<String, byte[]> consumer, int shard, RepairPlan plan) {
    TopicPartition partition = new TopicPartition(Topics.COMMANDS, shard);
    long from = CommandPositions.inLog(consumer, partition, plan.nextCommand().orElse(0));
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    Map<String, Long> undecided = new HashMap<>();
    PartitionReading.toEnd(
        consumer, partition, record -> undecided.put(commands.id(record), record.offset()));
    long[] next = {from};
    read(
        consumer,
        Topics.OUTCOMES,
        shard,
        outcome -> {
          Long decided = undecided.get(outcome.key());
          next[0] = decided == null ? next[0] : Math.max(next[0], decided + 1);
        });
    return next[0];
  }

  private void write(
      int shard, Producer<String, byte[]> producer, RepairPlan plan, long next, long margin) {
    LogProof proof = plan.there();
    long version = plan.highest() + margin;
    int restored = 0;
    long bytes = 0;
    producer.beginTransaction();
    for (ConsumerRecord<String, byte[]> record : plan.missing()) {
      Optional<Fact> fact = fact(record, version + 1, plan);
      if (fact.isEmpty()) {
        continue;
      }
      version++;
      restored++;
      byte[] json = Json.bytes(fact.get().object().json());
      List<ProducerRecord<String, byte[]>> written = records.of(shard, fact.get(), json);
      take(proof, fact.get(), written.getFirst());
      written.forEach(producer::send);
      bytes += 2L * json.length;
      if (bytes > TOGETHER_BYTES) {
        // Without bookkeeping nobody takes it for the ledger's: who dies here has repaired nothing.
        producer.commitTransaction();
        producer.beginTransaction();
        bytes = 0;
      }
    }
    producer.send(records.counter(shard, version, next, proof.sum()));
    producer.commitTransaction();
    LOG.warnf(
        "shard %d is repaired: %d objects are as history has them, and resourceVersions go on from"
            + " %d",
        shard, restored, version);
  }

  private static void take(LogProof proof, Fact fact, ProducerRecord<String, byte[]> written) {
    if (written.value() == null) {
      proof.remove(fact.key());
    } else {
      proof.put(fact.key(), ObjectRecords.print(written));
    }
  }

  /** What history says, as something that happens now; empty where it cannot be read. */
  private Optional<Fact> fact(
      ConsumerRecord<String, byte[]> record, long version, RepairPlan plan) {
    ObjectKey key = ObjectKey.parse(record.key());
    try {
      ObjectNode object = new WrittenObject(seal.open(record.value())).whole().copy();
      Json.ensure(object, "metadata").put("resourceVersion", Long.toString(version));
      Fact.Type type =
          RepairPlan.deletes(record)
              ? Fact.Type.DELETED
              : plan.holds(key) ? Fact.Type.MODIFIED : Fact.Type.ADDED;
      return Optional.of(
          new Fact(type, key, version, new KubeObject(object), "repair-" + version, USER));
    } catch (IllegalArgumentException e) {
      LOG.errorf(e, "%s (%s) cannot be put back", CountedRecords.place(record), key);
      return Optional.empty();
    }
  }
}
