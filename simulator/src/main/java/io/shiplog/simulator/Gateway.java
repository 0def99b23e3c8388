package io.shiplog.simulator;

import io.shiplog.gateway.intake.OutboxAnswers;
import io.shiplog.gateway.readmodel.LogListener;
import io.shiplog.gateway.readmodel.ObjectEvent;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a gateway does besides the ledger: keeps a read model, which lags, and passes on what nodes
 * may ask for, at least once.
 */
final class Gateway implements LogListener {

  private final VirtualLog log;
  private final ProcessClock clock;
  private final OutboxAnswers answers;
  private final ModelHost model;
  private final TreeMap<String, Integer> positions = new TreeMap<>();
  private final TreeMap<String, Integer> committed = new TreeMap<>();
  private ObjectTable shown = new ObjectTable();
  private int shownSince;

  Gateway(int number, int windowEvents, VirtualLog log, ProcessClock clock, SecretSeal seal) {
    this.log = log;
    this.clock = clock;
    this.model =
        new ModelHost("gateway-" + number, windowEvents, clock::now, List.of(this), seal, log);
    this.answers = new OutboxAnswers(seal, key -> model.store().get(key).map(StoredObject::parse));
  }

  /** Its read model. */
  ModelHost reading() {
    return model;
  }

  /** The objects of the main shard, as this gateway shows them. */
  ObjectTable model() {
    return shown;
  }

  int modelLag() {
    return model.lag();
  }

  /** Reads up to so many objects of each shard. */
  void read(int most) {
    model.read(most);
    if (model.ready() && shownSince != model.readings()) {
      shownSince = model.readings();
      shown = new ObjectTable();
      Catalogue.ALL.stream()
          .filter(type -> type.shard() == Catalogue.MAIN_SHARD)
          .forEach(this::showAll);
    }
  }

  private void showAll(ResourceType type) {
    model
        .store()
        .list(Selection.all(type, ""), null, 0)
        .objects()
        .forEach(one -> shown.apply(one.key(), one.object().unmanaged()));
  }

  @Override
  public void changed(String commandId, ObjectEvent event) {
    if (Catalogue.shardOf(event.key()) == Catalogue.MAIN_SHARD) {
      StoredObject after = event.after();
      shown.apply(event.key(), after == null ? null : after.object().unmanaged());
    }
  }

  @Override
  public boolean awaits(String commandId) {
    return false;
  }

  @Override
  public void decided(int shard, Outcome outcome) {
    throw new IllegalStateException("nobody waits for " + outcome.commandId());
  }

  /** How many commands of a node it has not passed on. */
  int outboxLag(String node) {
    return model.away() ? 0 : outbox(node).end() - positions.getOrDefault(node, 0);
  }

  /** Passes on up to so many commands of a node. */
  void forward(String node, int most) {
    if (model.away()) {
      return;
    }
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
    model.crash();
    shown = new ObjectTable();
    positions.clear();
    positions.putAll(committed);
  }

  private VirtualPartition outbox(String node) {
    return log.partition(Topics.observed(node), 0);
  }
}
