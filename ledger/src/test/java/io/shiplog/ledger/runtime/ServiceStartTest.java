package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Fact;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service on a real broker that comes back to a log that went on without it. */
class ServiceStartTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final int PATIENCE_SECONDS = 90;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ObjectRecords records = new ObjectRecords(SEAL);
  private long resourceVersion;

  @Test
  void itKnowsTheWholeLogBeforeItDecides(@TempDir Path folder) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      KafkaSettings kafka = broker.settings();
      TopicMaker.ensure(kafka, Topics.cluster());
      commit(kafka, fact("a", true));
      try (ReactorService service = service(kafka, "", folder.resolve("service"))) {
        service.start();
        assertThat(next()).isEqualTo("start with [pods/default/a]");
        commit(kafka, fact("b", true));
        awaitChange("pods/default/b");
      }
      heard.clear();
      commit(kafka, fact("a", false), fact("c", true));
      try (ReactorService service = service(kafka, "", folder.resolve("service"))) {
        service.start();
        assertThat(next()).isEqualTo("start with [pods/default/b, pods/default/c]");
        awaitChange("pods/default/a");
        commit(kafka, fact("d", true));
        awaitChange("pods/default/d");
      }
    }
  }

  /** Its session lasts longer than anybody waits here. */
  @Test
  void oneThatWasKilledHasItsTasksBackUnderItsName(@TempDir Path folder) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      KafkaSettings kafka = unhurried(broker.settings().bootstrapServers());
      commit(kafka, fact("a", true), fact("b", true), fact("a", false));
      Path output = folder.resolve("former.out");
      String home = folder.resolve("former").toString();
      try (ChildProcess former =
          ChildProcess.start(Former.class, output, kafka.bootstrapServers(), home)) {
        awaitTrue(() -> Files.readString(output).contains("start with [pods/default/b]"));
        former.kill();
      }
      commit(kafka, fact("c", true));
      try (ReactorService service = service(kafka, "lone", folder.resolve("service"))) {
        service.start();
        assertThat(next()).isEqualTo("start with [pods/default/b, pods/default/c]");
      }
    }
  }

  @Test
  void whatStandsForAnObjectThatIsGoneIsTold(@TempDir Path folder) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"))) {
      KafkaSettings kafka = broker.settings();
      TopicMaker.ensure(kafka, Topics.cluster());
      TopicMaker.ensure(kafka, List.of(Topics.inbox("gone.example")));
      putRoutes(kafka);
      assertThat(changes(2, kafka, Published.routes(kafka), folder.resolve("registry")))
          .containsExactlyInAnyOrder("services/default/gone", "nodes//gone.example");
      assertThat(changes(1, kafka, Published.inboxes(kafka), folder.resolve("scheduler")))
          .containsExactly("nodes//gone.example");
    }
  }

  private static void putRoutes(KafkaSettings kafka) {
    try (KafkaProducer<String, byte[]> producer = kafka.openProducer(Map.of())) {
      for (String key :
          List.of("nonsense", "default/taken-back", "default/gone", "/gone.example")) {
        producer.send(new ProducerRecord<>(Topics.ROUTES, key, Json.bytes(Json.object())));
      }
      producer.send(new ProducerRecord<>(Topics.ROUTES, "default/taken-back", null));
    }
  }

  private List<String> changes(int count, KafkaSettings kafka, Published published, Path folder)
      throws InterruptedException {
    try (ReactorService service = service(kafka, "", folder, heard, published)) {
      service.start();
      List<String> changes = new ArrayList<>();
      while (changes.size() < count) {
        changes.add(next());
      }
      assertThat(heard).isEmpty();
      return changes;
    }
  }

  private static KafkaSettings unhurried(String bootstrap) {
    Map<String, String> session = Map.of("session.timeout.ms", "1200000");
    return new KafkaSettings(bootstrap, (short) 1, session);
  }

  /** The process that is killed: it says what its reactor hears. */
  static final class Former {

    private Former() {}

    public static void main(String[] args) throws InterruptedException {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      service(unhurried(args[0]), "lone", Path.of(args[1]), heard, Published.NOTHING).start();
      while (true) {
        System.out.println(heard.take());
      }
    }
  }

  private ReactorService service(KafkaSettings kafka, String instance, Path folder) {
    return service(kafka, instance, folder, heard, Published.NOTHING);
  }

  private static ReactorService service(
      KafkaSettings kafka,
      String instance,
      Path folder,
      BlockingQueue<String> heard,
      Published published) {
    return new ReactorService(
        "probe", () -> new Recorder(heard), published, kafka, SEAL, instance, folder);
  }

  private static void awaitTrue(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Fact fact(String name, boolean exists) {
    resourceVersion++;
    ObjectKey key = Catalogue.PODS.key("default", name);
    var pod = Json.object();
    pod.putObject("metadata").put("name", name).put("uid", name);
    Fact.Type type = exists ? Fact.Type.ADDED : Fact.Type.DELETED;
    return new Fact(type, key, resourceVersion, new KubeObject(pod), "c", "u");
  }

  /** As a ledger does: the log ends with the marker of a transaction, which is no record. */
  private void commit(KafkaSettings kafka, Fact... facts) {
    try (KafkaProducer<String, byte[]> producer =
        kafka.openProducer(Map.of("transactional.id", "ledger"))) {
      producer.initTransactions();
      producer.beginTransaction();
      List.of(facts)
          .forEach(
              fact -> producer.send(records.of(fact, Json.bytes(fact.object().json())).getFirst()));
      producer.commitTransaction();
    }
  }

  private String next() throws InterruptedException {
    return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void awaitChange(String key) throws InterruptedException {
    for (String call = next(); ; call = next()) {
      assertThat(call).as("a change of %s", key).isNotNull();
      if (call.equals(key)) {
        return;
      }
    }
  }

  /** Hears of shard 0 only: the others are empty. */
  private record Recorder(BlockingQueue<String> heard) implements Reactor {

    @Override
    public List<Effect> start(ObjectTable table, Instant now) {
      if (!table.keys().isEmpty()) {
        heard.add("start with " + table.keys());
      }
      return List.of();
    }

    @Override
    public List<Effect> changed(ObjectTable table, Change change, Instant now) {
      heard.add(change.key().toString());
      return List.of();
    }

    @Override
    public List<Effect> tick(ObjectTable table, Instant now) {
      return List.of();
    }
  }
}
