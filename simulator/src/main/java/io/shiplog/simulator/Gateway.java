package io.shiplog.simulator;

import io.shiplog.gateway.intake.OutboxAnswers;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a gateway does besides the ledger: keeps a read model, which lags, and passes on what nodes
 * may ask for, at least once.
 */
final class Gateway {

  private final VirtualLog log;
  private final ProcessClock clock;
  private final OutboxAnswers answers;
  private ObjectTable model = new ObjectTable();
  private final TreeMap<String, Integer> positions = new TreeMap<>();
  private final TreeMap<String, Integer> committed = new TreeMap<>();
  private int position;

  Gateway(VirtualLog log, ProcessClock clock, SecretSeal seal) {
    this.log = log;
    this.clock = clock;
    this.answers = new OutboxAnswers(seal, key -> model.get(key));
  }

  /** The objects of the main shard, as far as this gateway has read. */
  ObjectTable model() {
    return model;
  }

  int modelLag() {
    return log.partition(Topics.OBJECTS, 0).end() - position;
  }

  /** The offset of the main shard that has been read. */
  int position() {
    return position;
  }

  /** Reads up to so many objects. */
  void read(int most) {
    VirtualPartition objects = log.partition(Topics.OBJECTS, 0);
    List<ConsumerRecord<String, byte[]>> records = objects.read(position, most);
    for (ConsumerRecord<String, byte[]> record : records) {
      if (!ObjectRecords.isCounter(record.key())) {
        model.apply(ObjectKey.parse(record.key()), log.object(record.value()));
      }
    }
    position = objects.after(records);
  }

  int outboxLag(String node) {
    return outbox(node).end() - positions.getOrDefault(node, 0);
  }

  /** Passes on up to so many commands of a node. */
  void forward(String node, int most) {
    int from = positions.getOrDefault(node, 0);
    List<ConsumerRecord<String, byte[]>> records = outbox(node).read(from, most);
    records.forEach(record -> log.append("intake", clock, answers.answer(record)));
    positions.put(node, outbox(node).after(records));
  }

  /** Commits the positions in the outboxes. */
  void commit() {
    committed.putAll(positions);
  }

  /**
   * Starts over: the read model is built anew, and what was passed on since the last commit is
   * passed on again.
   */
  void crash() {
    model = new ObjectTable();
    position = 0;
    positions.clear();
    positions.putAll(committed);
  }

  private VirtualPartition outbox(String node) {
    return log.partition(Topics.observed(node), 0);
  }
}
