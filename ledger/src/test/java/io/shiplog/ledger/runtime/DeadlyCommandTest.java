package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.ledger.decide.Ledger;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a command does to the ledger that decides it, the others are decided. */
class DeadlyCommandTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final UserInfo USER = new UserInfo("u", List.of());

  @TempDir static Path folder;

  private final List<ConsumerRecord<String, byte[]>> objects = new ArrayList<>();
  private MockProducer<String, byte[]> producer;

  /** A ledger that leads from what was committed so far. */
  private ShardLedger lead() {
    producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    return new ShardLedger(
        0,
        Ledger.standard(),
        SEAL,
        producer,
        CommitListener.NOBODY,
        () -> {
          StateRecords records = new StateRecords(SEAL);
          objects.forEach(records::add);
          return ShardState.of(records);
        });
  }

  /** What the leader committed stays, and it is gone. */
  private void die() {
    for (ProducerRecord<String, byte[]> sent : producer.history()) {
      if (sent.topic().equals(Topics.OBJECTS)) {
        objects.add(
            new ConsumerRecord<>(
                sent.topic(),
                0,
                objects.size(),
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                new RecordHeaders(sent.headers()),
                Optional.empty()));
      }
    }
  }

  private static ConsumerRecord<String, byte[]> command(long offset) {
    Operation operation =
        Operation.create(
            Catalogue.NAMESPACES.key("", "n" + offset), Json.object(), WriteOptions.DEFAULT);
    byte[] value = new CommandRecords(SEAL).value(Command.of("command-" + offset, USER, operation));
    return new ConsumerRecord<>(Topics.COMMANDS, 0, offset, "key", value);
  }

  /** A home in which everything before command 10 is decided. */
  private void someTimePasses() {
    ShardLedger first = lead();
    first.commit(first.decide(List.of(command(9))));
    die();
  }

  @Test
  void whatTwoLedgersBeganAndNeverFinishedTheNextOneRefuses() {
    someTimePasses();
    lead().start(-1);
    die(); // of command 11, in a batch with others

    ShardLedger careful = lead();
    careful.start(-1);
    assertThat(careful.careful()).isTrue();
    careful.commit(careful.decideAlone(command(10)));
    careful.decideAlone(command(11));
    die();

    ShardLedger again = lead();
    assertThat(again.nextCommand()).hasValue(11);
    again.start(-1);
    assertThat(again.careful()).isTrue();
    again.decideAlone(command(11));
    die();

    ShardLedger last = lead();
    last.start(-1);
    ShardLedger.Batch refusal = last.decideAlone(command(11));
    assertThat(refusal.decided().getFirst().outcome().result()).isEqualTo(Outcome.Result.REJECTED);
    assertThat(refusal.decided().getFirst().outcome().status().message())
        .contains("2 ledgers in a row ended while they decided command");
    last.commit(refusal);
    assertThat(last.decideAlone(command(12)).decided().getFirst().outcome().result())
        .isEqualTo(Outcome.Result.ACCEPTED);
    last.reachedEnd();
    assertThat(last.careful()).isFalse();
  }

  @Test
  void whoEndsForOtherReasonsConvictsNobody() {
    someTimePasses();
    for (int i = 0; i < 5; i++) { // killed before they decided anything
      ShardLedger idle = lead();
      idle.start(-1);
      assertThat(idle.careful()).isEqualTo(i > 0);
      die();
    }
    for (int i = 0; i < 5; i++) { // the broker took no batch
      ShardLedger unlucky = lead();
      unlucky.start(i == 0 ? -1 : 10);
      unlucky.decideAlone(command(10));
      die();
    }
    ShardLedger last = lead();
    last.start(10);
    last.commit(last.decideAlone(command(10)));
    die();

    ShardLedger usual = lead();
    assertThat(usual.nextCommand()).hasValue(11);
    usual.start(-1);
    assertThat(usual.careful()).isFalse();
  }

  /** Real ledgers with little memory, and a command of 4 MB that takes more than they have. */
  @Test
  void realLedgersSurviveIt() throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(folder)) {
      KafkaSettings kafka = broker.settings();
      Bootstrap.write(kafka, Driver.SEAL);
      try (Driver driver = new Driver(kafka)) {
        try (ChildProcess ledger = ledger(kafka, "survives")) {
          driver.send("before", create("before"));
          driver.send(deadly("first-deadly"));
          driver.send("after", create("after"));
          assertThat(driver.await("first-deadly").status().message()).contains("memory ran out");
          assertThat(driver.await("before").result()).isEqualTo(Outcome.Result.ACCEPTED);
          assertThat(driver.await("after").result()).isEqualTo(Outcome.Result.ACCEPTED);
          assertThat(ledger.isAlive()).isTrue();
        }
        driver.send("before-2", create("before-2"));
        driver.send(deadly("second-deadly"));
        driver.send("after-2", create("after-2"));
        int deaths = 0;
        while (deaths < 10 && dies(kafka, driver, deaths)) {
          deaths++;
        }
        assertThat(deaths).isEqualTo(3);
        assertThat(driver.await("second-deadly").status().message())
            .contains("2 ledgers in a row ended while they decided command second-deadly");
        assertThat(driver.await("before-2").result()).isEqualTo(Outcome.Result.ACCEPTED);
      }
    }
  }

  /** Starts a ledger that ends when memory does, until it ended or has decided everything. */
  private static boolean dies(KafkaSettings kafka, Driver driver, int deaths) throws Exception {
    try (ChildProcess ledger = ledger(kafka, "dies-" + deaths, "-XX:+ExitOnOutOfMemoryError")) {
      while (ledger.isAlive()) {
        if (driver.has("after-2")) {
          return false;
        }
        Thread.sleep(50);
      }
      return true;
    }
  }

  private static ChildProcess ledger(KafkaSettings kafka, String name, String... more) {
    List<String> options = new ArrayList<>(List.of("-Xmx80m"));
    options.addAll(List.of(more));
    return LedgerProcess.start(kafka, folder.resolve(name + ".out"), options);
  }

  private static Operation create(String name) {
    ObjectNode body = Driver.configMap(name);
    return Operation.create(Catalogue.CONFIGMAPS.key("default", name), body, WriteOptions.DEFAULT);
  }

  private static ProducerRecord<String, byte[]> deadly(String id) {
    String body = "{},".repeat(1_200_000) + "{}";
    String text =
        "{\"id\":\"" + id + "\",\"operations\":[{\"verb\":\"CREATE\",\"body\":[" + body + "]}]}";
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.COMMANDS, 0, null, text.getBytes(StandardCharsets.UTF_8));
    Headers.put(record.headers(), Headers.COMMAND_ID, id);
    return record;
  }
}
