package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the embedded broker, and what they may do there. */
class BrokerAccessTest {

  @TempDir static Path folder;
  private static int port;
  private static int controller;
  private static EmbeddedBroker broker;
  private static KafkaCredentials credentials;

  @BeforeAll
  static void start() throws IOException {
    port = freePort();
    controller = freePort();
    Path pki = folder.resolve("pki");
    credentials = new KafkaCredentials(pki);
    credentials.ensure(Principals.CLUSTER);
    broker =
        new EmbeddedBroker(
            new Settings.BrokerSettings(
                1, port, controller, "1@127.0.0.1:" + controller, (short) 1, false),
            folder.resolve("kafka"),
            pki);
    broker.start();
    TopicMaker.ensure(as(Principals.GATEWAY), Topics.cluster());
    // Names that the broker learns while it runs.
    for (String node : List.of("n1", "n2")) {
      credentials.ensure(List.of(Principals.node(node)));
      TopicMaker.ensure(as(Principals.node(node)), Topics.node(node));
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bootstrap.servers", "bootstrap.controllers"})
  void nobodyGetsInWithoutACredential(String listener) {
    Map<String, Object> client = client(listener);
    assertThatThrownBy(() -> describe(client)).hasCauseInstanceOf(TimeoutException.class);

    client.putAll(credentials.client(Principals.ADMIN));
    client.computeIfPresent(
        "sasl.jaas.config",
        (key, jaas) -> jaas.toString().replaceAll("password=\"..", "password=\"zz"));
    assertThatThrownBy(() -> describe(client))
        .hasCauseInstanceOf(SaslAuthenticationException.class);

    client.putAll(credentials.client(Principals.ADMIN));
    assertThat(describeResult(client)).isNotBlank();
  }

  @Test
  void aNodeHasItsOwnTopicsAndTheRoutes() throws Exception {
    KafkaSettings node = as(Principals.node("n1"));
    write(node, Topics.observed("n1"));
    read(node, Topics.desired("n1"));
    read(node, Topics.ROUTES);
    for (String topic : List.of(Topics.OBJECTS, Topics.COMMANDS, Topics.desired("n1"))) {
      assertThatThrownBy(() -> write(node, topic))
          .as(topic)
          .hasCauseInstanceOf(AuthorizationException.class);
    }
    for (String topic :
        List.of(Topics.OBJECTS, Topics.HISTORY, Topics.SPECS, Topics.desired("n2"))) {
      assertThatThrownBy(() -> read(node, topic))
          .as(topic)
          .isInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void aProducerWritesSpecsAndNothingElse() throws Exception {
    KafkaSettings producer = as(Principals.PRODUCER);
    write(producer, Topics.SPECS);
    for (Topics.Spec topic : Topics.cluster()) {
      if (!topic.name().equals(Topics.SPECS)) {
        assertThatThrownBy(() -> write(producer, topic.name()))
            .as(topic.name())
            .hasCauseInstanceOf(AuthorizationException.class);
      }
      assertThatThrownBy(() -> read(producer, topic.name()))
          .as(topic.name())
          .isInstanceOf(AuthorizationException.class);
    }
    try (Admin admin = Admin.create(producer.common())) {
      assertThatThrownBy(() -> admin.deleteTopics(List.of(Topics.SPECS)).all().get())
          .hasCauseInstanceOf(AuthorizationException.class);
    }
  }

  @Test
  void aTransactionThatIsLeftOpenHoldsReadersUpForSecondsAndAProducerCanBeginNone()
      throws Exception {
    KafkaSettings admin = as(Principals.ADMIN);
    Map<String, Object> long60 = transaction("long", 60_000);
    assertThatThrownBy(() -> begin(admin, long60))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining("transaction.max.timeout.ms");
    KafkaSettings producer = as(Principals.PRODUCER);
    assertThatThrownBy(() -> begin(producer, transaction("any", 1_000)))
        .isInstanceOf(AuthorizationException.class);

    KafkaProducer<String, byte[]> left = admin.openProducer(transaction("left", 1_000));
    left.initTransactions();
    left.beginTransaction();
    RecordMetadata open = left.send(record(Topics.COMMANDS)).get();
    write(admin, Topics.COMMANDS);
    TopicPartition partition = new TopicPartition(Topics.COMMANDS, 0);
    try (KafkaConsumer<String, byte[]> reader = admin.openBriefConsumer(Map.of())) {
      reader.assign(List.of(partition));
      reader.seek(partition, open.offset());
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      List<Long> read = new ArrayList<>();
      while (read.isEmpty() && System.nanoTime() < deadline) {
        reader.poll(Duration.ofMillis(200)).forEach(record -> read.add(record.offset()));
      }
      assertThat(read).containsExactly(open.offset() + 1);
    } finally {
      left.close(Duration.ZERO);
    }
  }

  /** In this order nobody has to find out what half a minute of it would do to a transaction. */
  @ParameterizedTest
  @CsvSource({
    "objects, max.message.bytes, 100, 4194304 at least",
    "node.n1.observed, max.message.bytes, 100, 4194304 at least",
    "objects, cleanup.policy, 'compact,delete', must stay 'compact'",
    "node.n1.desired, cleanup.policy, delete, must stay 'compact'",
    "history, cleanup.policy, compact, must stay 'delete'",
  })
  void aSettingThatWouldBreakTheLogIsRefusedInWords(
      String topic, String setting, String value, String words) {
    try (Admin admin = Admin.create(as(Principals.ADMIN).common())) {
      assertThatThrownBy(() -> set(admin, topic, setting, value))
          .hasCauseInstanceOf(PolicyViolationException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("topic " + topic);
    }
  }

  @Test
  void otherSettingsAreTheAdministratorsToChange() throws Exception {
    try (Admin admin = Admin.create(as(Principals.ADMIN).common())) {
      set(admin, Topics.HISTORY, "retention.ms", "3600000");
      set(admin, Topics.HISTORY, "max.message.bytes", "8388608");
    }
  }

  private static void set(Admin admin, String topic, String setting, String value)
      throws InterruptedException, ExecutionException {
    AlterConfigOp op = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(op)))
        .all()
        .get();
  }

  private static void begin(KafkaSettings kafka, Map<String, Object> transaction) {
    try (KafkaProducer<String, byte[]> producer = kafka.openProducer(transaction)) {
      producer.initTransactions();
    }
  }

  private static Map<String, Object> transaction(String id, int millis) {
    return Map.of("transactional.id", id, "transaction.timeout.ms", millis);
  }

  private static ProducerRecord<String, byte[]> record(String topic) {
    return new ProducerRecord<>(topic, 0, "k", new byte[] {1});
  }

  @Test
  void whatIsOnTheDiskIsForItsOwnerAlone() throws IOException {
    assertThat(permissions(folder.resolve("kafka"))).isEqualTo("rwx------");
    assertThat(permissions(credentials.users())).isEqualTo("rw-------");
    assertThat(permissions(credentials.file(Principals.PRODUCER))).isEqualTo("rw-------");
    assertThat(permissions(credentials.kcatFile(Principals.PRODUCER))).isEqualTo("rw-------");
    String jaas = credentials.jaas(Principals.PRODUCER);
    String password = jaas.replaceAll(".*password=\"([^\"]*)\".*", "$1");
    assertThat(password).hasSize(64);
    assertThat(Files.readString(credentials.users()))
        .contains("producer ")
        .doesNotContain(password);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static KafkaSettings as(String name) {
    return KafkaSettings.local("127.0.0.1:" + port).as(credentials, name);
  }

  private static Map<String, Object> client(String listener) {
    Map<String, Object> client = new HashMap<>();
    client.put(listener, "127.0.0.1:" + (listener.equals("bootstrap.servers") ? port : controller));
    client.put("request.timeout.ms", 1_000);
    client.put("default.api.timeout.ms", 2_000);
    return client;
  }

  private static String describe(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static String describeResult(Map<String, Object> client) {
    try {
      return describe(client);
    } catch (Exception e) {
      throw new AssertionError("with a credential it must be let in", e);
    }
  }

  private static void write(KafkaSettings kafka, String topic)
      throws InterruptedException, ExecutionException {
    try (KafkaProducer<String, byte[]> producer = kafka.openProducer(Map.of())) {
      producer.send(record(topic)).get();
    }
  }

  private static void read(KafkaSettings kafka, String topic) {
    try (KafkaConsumer<String, byte[]> consumer = kafka.openBriefConsumer(Map.of())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.poll(Duration.ofSeconds(2));
      consumer.position(partition);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
