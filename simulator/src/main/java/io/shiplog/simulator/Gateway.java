package io.shiplog.simulator;

import io.shiplog.gateway.decide.NodeCommands;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a gateway does besides the ledger: keeps a read model, which lags, and passes on what nodes
 * may ask for, at least once.
 */
final class Gateway {

  private final VirtualLog log;
  private final ProcessClock clock;
  private final CommandRecords commands;
  private final ObjectRecords outcomes;
  private ObjectTable model = new ObjectTable();
  private final TreeMap<String, Integer> positions = new TreeMap<>();
  private final TreeMap<String, Integer> committed = new TreeMap<>();
  private int position;

  Gateway(VirtualLog log, ProcessClock clock, SecretSeal seal) {
    this.log = log;
    this.clock = clock;
    this.commands = new CommandRecords(seal);
    this.outcomes = new ObjectRecords(seal);
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
    records.forEach(record -> log.append("intake", clock, answer(node, record)));
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

  private ProducerRecord<String, byte[]> answer(
      String node, ConsumerRecord<String, byte[]> record) {
    Command read = commands.read(record.value());
    String id = Headers.text(record.headers(), Headers.COMMAND_ID);
    Command command = new Command(id, UserInfo.node(node), read.operations());
    Optional<String> refusal = NodeCommands.refusal(node, command, key -> model.get(key));
    if (refusal.isEmpty()) {
      return commands.toCommands(command);
    }
    Status why = new Status(403, "Forbidden", refusal.get(), null);
    return outcomes.toOutcomes(command.shard(), Outcome.rejected(id, why));
  }
}
