package io.shiplog.simulator;

import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.invariant.Answer;
import io.shiplog.simulator.invariant.Evidence;
import io.shiplog.simulator.invariant.Written;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Nonces;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads along with a cluster, for the invariants. */
final class Observer implements Evidence {

  private final Cluster cluster;
  private final ObjectRecords outcomes =
      new ObjectRecords(new SecretSeal(new byte[32], Nonces.NONE));
  private final List<ObjectTable> told = new ArrayList<>();
  private final int[] read = new int[Catalogue.SHARDS];
  private final int[] heard = new int[Catalogue.SHARDS];
  private final List<Written> news = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final SortedMap<String, FakeRuntime> runtimes = new TreeMap<>();
  private final List<ModelHost> models;

  Observer(Cluster cluster) {
    this.cluster = cluster;
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      told.add(new ObjectTable());
    }
    this.models = cluster.gateways.stream().map(Gateway::reading).toList();
    cluster.nodes.forEach(node -> runtimes.put(node.name(), node.runtime()));
  }

  /** Takes in what was written since the last call. */
  void catchUp() {
    news.clear();
    answers.clear();
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      VirtualPartition objects = log().partition(Topics.OBJECTS, shard);
      for (; read[shard] < objects.end(); read[shard]++) {
        take(shard, objects.all().get(read[shard]));
      }
      VirtualPartition said = log().partition(Topics.OUTCOMES, shard);
      for (; heard[shard] < said.end(); heard[shard]++) {
        ConsumerRecord<String, byte[]> record = said.all().get(heard[shard]);
        answers.add(
            new Answer(shard, VirtualLog.writer(record), outcomes.readOutcome(record.value())));
      }
    }
  }

  private void take(int shard, ConsumerRecord<String, byte[]> record) {
    if (ObjectRecords.isCounter(record.key())) {
      return;
    }
    KubeObject after = log().object(record.value());
    Change change = told.get(shard).apply(ObjectKey.parse(record.key()), after);
    news.add(
        new Written(
            shard,
            record.offset(),
            change.key(),
            ObjectRecords.resourceVersion(record),
            Headers.text(record.headers(), Headers.COMMAND_ID),
            Headers.text(record.headers(), Headers.USER),
            change.before(),
            after));
  }

  @Override
  public VirtualLog log() {
    return cluster.log;
  }

  @Override
  public List<Written> news() {
    return Collections.unmodifiableList(news);
  }

  @Override
  public List<Answer> answers() {
    return Collections.unmodifiableList(answers);
  }

  @Override
  public ObjectTable told(int shard) {
    return told.get(shard);
  }

  @Override
  public LedgerState state(int shard) {
    return cluster.ledgers.get(shard).state();
  }

  @Override
  public LedgerState rebuilt(int shard) {
    return cluster.ledgers.get(shard).replay().ledger();
  }

  @Override
  public int decided(int shard) {
    return cluster.ledgers.get(shard).position();
  }

  @Override
  public boolean knowsAll(String service) {
    return cluster.ledgers.get(Catalogue.MAIN_SHARD).lag() == 0
        && cluster.tasks.stream()
            .filter(task -> task.name().equals(service + "-" + Catalogue.MAIN_SHARD))
            .allMatch(task -> !task.away() && task.lag() == 0 && task.unsent() == 0);
  }

  @Override
  public SortedMap<String, Map<String, KubeObject>> configOfNodes() {
    SortedMap<String, Map<String, KubeObject>> held = new TreeMap<>();
    cluster.nodes.forEach(node -> held.put(node.name(), node.config()));
    return held;
  }

  @Override
  public List<ModelHost> models() {
    return models;
  }

  @Override
  public List<FakeWatcher> watchers() {
    return cluster.watchers.all();
  }

  @Override
  public SortedMap<String, FakeRuntime> runtimes() {
    return runtimes;
  }
}
