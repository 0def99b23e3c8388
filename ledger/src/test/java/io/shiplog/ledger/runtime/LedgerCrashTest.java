package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ledgers as real processes on a real broker: one is killed, one is frozen and wakes up as a
 * zombie, and nothing is lost, doubled or reordered.
 */
class LedgerCrashTest {

  private static final String ONCE = "event@/ci";
  private static final int LOAD = 3_000;
  private static final int IN_FLIGHT = 64;

  @TempDir static Path folder;
  private static BrokerProcess broker;
  private static KafkaSettings kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = BrokerProcess.start(folder);
    kafka = broker.settings();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void killedFrozenAndFedWithGarbage() throws Exception {
    Bootstrap.write(kafka, Driver.SEAL);
    try (ChildProcess first = LedgerProcess.start(kafka, folder.resolve("ledger-1.out"));
        Driver driver = new Driver(kafka)) {
      driver.await("bootstrap-services/default/kubernetes");
      try (ChildProcess second = LedgerProcess.start(kafka, folder.resolve("ledger-2.out"))) {
        garbageIsRefused(driver);
        sendOnce(driver, "first");
        driver.send("once-gone", delete("once"));
        load(driver, "killed", first::kill);
        try (ChildProcess third = LedgerProcess.start(kafka, folder.resolve("ledger-3.out"))) {
          load(driver, "frozen", second::freeze);
          load(driver, "thawed", second::thaw);
          third.kill();
          load(driver, "zombie leads again", () -> {});
          sendOnce(driver, "second");
        }
        assertThat(second.isAlive()).isTrue();
      }
      verify(driver);
    }
  }

  private static void garbageIsRefused(Driver driver) {
    driver.send(
        new ProducerRecord<>(
            Topics.COMMANDS, 0, null, "not JSON".getBytes(StandardCharsets.UTF_8)));
    driver.send(new ProducerRecord<>(Topics.COMMANDS, 0, "x", null));
    byte[] huge = ("{\"id\":\"" + "x".repeat(3 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    driver.send(new ProducerRecord<>(Topics.COMMANDS, 0, "x", huge));
    byte[] deep = "[".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    driver.send(new ProducerRecord<>(Topics.COMMANDS, 0, "x", deep));
    driver.send("too-large", largePod());
    driver.send("fine", create("fine", Driver.configMap("fine")));

    assertThat(driver.await("too-large").status().code()).isEqualTo(413);
    assertThat(driver.await("fine").result()).isEqualTo(Outcome.Result.ACCEPTED);
    List<Outcome> refused =
        driver.outcomes().stream().filter(o -> o.commandId().startsWith("commands-0@")).toList();
    assertThat(refused).hasSize(4).allMatch(o -> o.result() == Outcome.Result.REJECTED);
  }

  /** A request that is decided once; what comes behind it shows that it was looked at. */
  private static void sendOnce(Driver driver, String text) {
    driver.sendOnce(ONCE, create("once", Driver.configMap(text)));
    driver.send("behind-" + text, create("behind-" + text, Driver.configMap(text)));
    driver.await("behind-" + text);
  }

  private static Operation largePod() {
    ObjectNode pod = Json.object();
    ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
    container.put("name", "c").put("image", "i").putArray("args").add("x".repeat(2 << 20));
    return Operation.create(Catalogue.PODS.key("default", "large"), pod, WriteOptions.DEFAULT);
  }

  private static Operation create(String name, ObjectNode body) {
    return Operation.create(Catalogue.CONFIGMAPS.key("default", name), body, WriteOptions.DEFAULT);
  }

  private static Operation delete(String name) {
    return Operation.delete(
        Catalogue.CONFIGMAPS.key("default", name), Preconditions.NONE, DeletePolicy.DEFAULT);
  }

  /** Creates objects, deletes every tenth, and lets something happen half-way. */
  private static void load(Driver driver, String name, Runnable incident) {
    List<String> ids = new ArrayList<>();
    String prefix = name.replace(' ', '-');
    for (int i = 0; i < LOAD; i++) {
      if (i == LOAD / 2) {
        incident.run();
      }
      String object = prefix + "-" + i;
      ids.add("create-" + object);
      driver.send("create-" + object, create(object, Driver.configMap(object)));
      if (i % 10 == 0) {
        ids.add("delete-" + object);
        driver.send("delete-" + object, delete(object));
      }
      if (i >= IN_FLIGHT) {
        driver.await("create-" + prefix + "-" + (i - IN_FLIGHT));
      }
    }
    ids.forEach(id -> assertThat(driver.await(id).result()).isEqualTo(Outcome.Result.ACCEPTED));
  }

  private static void verify(Driver driver) {
    List<ConsumerRecord<String, byte[]>> objects = driver.read(Topics.OBJECTS);
    List<ConsumerRecord<String, byte[]>> history = driver.read(Topics.HISTORY);
    oneOutcomeEach(driver);
    decidedOnce(driver, state(objects));
    versionsRise(objects);
    versionsRise(history);
    acknowledgedOnce(driver, objects);
    assertThat(contents(state(objects))).isEqualTo(contents(state(history)));
  }

  /** What came again, with other leaders between, got the first outcome and made nothing again. */
  private static void decidedOnce(Driver driver, LedgerState state) {
    List<Outcome> told =
        driver.outcomes().stream().filter(outcome -> outcome.commandId().equals(ONCE)).toList();
    assertThat(told).hasSize(2);
    assertThat(told.getFirst().result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(told.getLast()).isEqualTo(told.getFirst());
    assertThat(state.get(Catalogue.CONFIGMAPS.key("default", "once"))).isEmpty();
  }

  private static void oneOutcomeEach(Driver driver) {
    List<ConsumerRecord<String, byte[]>> commands =
        driver.read(Topics.COMMANDS).stream()
            .filter(command -> Headers.text(command.headers(), Headers.ONCE).isEmpty())
            .toList();
    List<String> outcomes =
        driver.read(Topics.OUTCOMES).stream()
            .map(ConsumerRecord::key)
            .filter(id -> !id.equals(ONCE))
            .toList();
    assertThat(outcomes).doesNotHaveDuplicates().hasSameSizeAs(commands);
    Set<String> answered = new HashSet<>(outcomes);
    for (ConsumerRecord<String, byte[]> command : commands) {
      String id = Headers.text(command.headers(), Headers.COMMAND_ID);
      assertThat(answered).contains(id.isEmpty() ? "commands-0@" + command.offset() : id);
    }
  }

  private static void versionsRise(List<ConsumerRecord<String, byte[]>> records) {
    long last = 0;
    for (ConsumerRecord<String, byte[]> record : records) {
      if (!ObjectRecords.isCounter(record.key())) {
        long version = ObjectRecords.resourceVersion(record);
        assertThat(version).as(record.key()).isEqualTo(last + 1);
        last = version;
      }
    }
  }

  /** Each accepted create is in the log once, at the version its author was told. */
  private static void acknowledgedOnce(
      Driver driver, List<ConsumerRecord<String, byte[]>> objects) {
    Map<String, List<Long>> versions = new HashMap<>();
    for (ConsumerRecord<String, byte[]> record : objects) {
      versions
          .computeIfAbsent(
              Headers.text(record.headers(), Headers.COMMAND_ID), id -> new ArrayList<>())
          .add(ObjectRecords.resourceVersion(record));
    }
    for (Outcome outcome : driver.outcomes()) {
      if (outcome.result() == Outcome.Result.ACCEPTED) {
        assertThat(versions.get(outcome.commandId()))
            .as(outcome.commandId())
            .containsExactly(outcome.results().getFirst().resourceVersion());
      }
    }
  }

  private static LedgerState state(List<ConsumerRecord<String, byte[]>> records) {
    LedgerState state = new LedgerState();
    for (ConsumerRecord<String, byte[]> record : records) {
      String verb = Headers.text(record.headers(), Headers.VERB);
      if (!verb.isEmpty()) {
        byte[] value = record.value();
        state.replay(
            new Fact(
                Fact.Type.valueOf(verb),
                ObjectKey.parse(record.key()),
                ObjectRecords.resourceVersion(record),
                value == null ? null : new KubeObject(Json.parseObject(value)),
                "",
                ""));
      }
    }
    return state;
  }

  private static Map<ObjectKey, KubeObject> contents(LedgerState state) {
    Map<ObjectKey, KubeObject> contents = new TreeMap<>();
    state.keys().forEach(key -> contents.put(key, state.get(key).orElseThrow()));
    return contents;
  }
}
