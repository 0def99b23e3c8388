package io.shiplog.e2e.spread;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Await;
import io.shiplog.model.command.Outcome;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doors for systems that speak Kafka: {@code specs} for manifests, {@code commands}. */
@ExtendWith(ControlPlane.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TopicDoorTest {

  private static final Duration SLOW_MACHINE = Duration.ofSeconds(60);
  private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps/";

  private ControlPlane plane;
  private Api api;
  private KafkaProducer<String, byte[]> producer;

  @BeforeAll
  void connect(ControlPlane shared) throws IOException {
    plane = shared;
    api = shared.api();
    producer = shared.kafka().openProducer(Map.of());
  }

  @AfterAll
  void disconnect() {
    producer.close();
  }

  @Test
  void plainYamlIsAppliedAllDocumentsTogether() throws Exception {
    String manifests = configMap("spec-a", "one") + "---\n" + configMap("spec-b", "two");
    RecordMetadata sent = send(Topics.SPECS, manifests.getBytes(UTF_8), Map.of());
    assertThat(outcome("specs-0@" + sent.offset()).result()).isEqualTo(Outcome.Result.ACCEPTED);
    JsonNode object = api.get(CONFIG_MAPS + "spec-a").json();
    assertThat(object.at("/data/is").asText()).isEqualTo("one");
    assertThat(object.at("/metadata/managedFields/0/manager").asText()).isEqualTo("specs");
    assertThat(api.get(CONFIG_MAPS + "spec-b").json().at("/data/is").asText()).isEqualTo("two");
  }

  @Test
  void aBinaryCloudEventAppliesAndOneOfTypeDeletedDeletes() throws Exception {
    byte[] manifest = configMap("spec-event", "one").getBytes(UTF_8);
    send(Topics.SPECS, manifest, event("event-1", "com.example.spec.changed"));
    assertThat(outcome("event-1@/test").result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(api.get(CONFIG_MAPS + "spec-event").status()).isEqualTo(200);
    send(Topics.SPECS, manifest, event("event-2", "com.example.spec.deleted"));
    assertThat(outcome("event-2@/test").result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(api.get(CONFIG_MAPS + "spec-event").status()).isEqualTo(404);
    send(Topics.SPECS, manifest, event("event-1", "com.example.spec.changed"));
    RecordMetadata next =
        send(Topics.SPECS, configMap("spec-behind", "x").getBytes(UTF_8), Map.of());
    assertThat(outcome("specs-0@" + next.offset()).result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(api.get(CONFIG_MAPS + "spec-event").status()).isEqualTo(404);
  }

  @Test
  void aStructuredCloudEventApplies() throws Exception {
    String event =
        """
        {"specversion":"1.0","id":"event-3","source":"/test","type":"com.example.spec",
         "datacontenttype":"application/json",
         "data":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"spec-structured"},
                 "data":{"is":"one"}}}
        """;
    send(
        Topics.SPECS,
        event.getBytes(UTF_8),
        Map.of("content-type", "application/cloudevents+json; charset=utf-8"));
    assertThat(outcome("event-3@/test").result()).isEqualTo(Outcome.Result.ACCEPTED);
    assertThat(api.get(CONFIG_MAPS + "spec-structured").json().at("/data/is").asText())
        .isEqualTo("one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [                                                                   | did not find expected node",
        "{apiVersion: v1, kind: Wish, metadata: {name: a}}                      | no matches for kind",
        "{apiVersion: v1, kind: ConfigMap}                                      | must name its object",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: Not_A_Name}}        | Invalid value",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: none}} | \"none\" not found",
      })
  void whatIsRefusedIsKeptWithTheReason(String manifest, String reason) throws Exception {
    String key = "refused-" + Integer.toHexString(manifest.hashCode());
    send(Topics.SPECS, manifest.getBytes(UTF_8), Map.of(Headers.COMMAND_ID, key, "mine", "kept"));
    Outcome outcome = outcome(key);
    assertThat(outcome.result()).isEqualTo(Outcome.Result.REJECTED);
    assertThat(outcome.status().message()).contains(reason);
    ConsumerRecord<String, byte[]> refused =
        read(
            Topics.SPECS_REFUSED,
            record -> Headers.text(record.headers(), Headers.COMMAND_ID).equals(key));
    // What could not be read may hold a Secret, and is sealed.
    assertThat(new String(plane.seal().open(refused.value()), UTF_8)).isEqualTo(manifest);
    assertThat(Headers.text(refused.headers(), Headers.REASON)).contains(reason);
    assertThat(Headers.text(refused.headers(), "mine")).isEqualTo("kept");
  }

  @Test
  void aSpecThatNestsWithoutEndIsRefusedAndTheNextOneApplied() throws Exception {
    RecordMetadata sent = send(Topics.SPECS, "[".repeat(20_000).getBytes(UTF_8), Map.of());
    assertThat(outcome("specs-0@" + sent.offset()).result()).isEqualTo(Outcome.Result.REJECTED);
    sent = send(Topics.SPECS, configMap("spec-next", "one").getBytes(UTF_8), Map.of());
    assertThat(outcome("specs-0@" + sent.offset()).result()).isEqualTo(Outcome.Result.ACCEPTED);
  }

  @Test
  void rubbishAmongTheCommandsIsRefusedAndTheLedgerGoesOn() throws Exception {
    List<byte[]> rubbish = new ArrayList<>();
    rubbish.add(null);
    for (String text :
        List.of(
            "", "null", "{}", "[]", "\u0000\u0001", "{\"operations\":[null]}", "[".repeat(5000))) {
      rubbish.add(text.getBytes(UTF_8));
    }
    for (byte[] value : rubbish) {
      ProducerRecord<String, byte[]> record =
          new ProducerRecord<>(Topics.COMMANDS, 0, "rubbish", value);
      long offset = producer.send(record).get().offset();
      Outcome outcome = outcome("commands-0@" + offset);
      assertThat(outcome.result()).isEqualTo(Outcome.Result.REJECTED);
      assertThat(outcome.status().message()).isNotEmpty();
    }
    Api.Reply reply =
        api.post(
            "/api/v1/namespaces/default/configmaps",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"goes-on\"}}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(201);
  }

  private static String configMap(String name, String value) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s}
        data: {is: %s}
        """
        .formatted(name, value);
  }

  private static Map<String, String> event(String id, String type) {
    return Map.of(
        "ce_specversion", "1.0",
        "ce_id", id,
        "ce_source", "/test",
        "ce_type", type,
        "content-type", "application/yaml");
  }

  private RecordMetadata send(String topic, byte[] value, Map<String, String> headers)
      throws InterruptedException, ExecutionException {
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, null, value);
    headers.forEach((name, text) -> Headers.put(record.headers(), name, text));
    return producer.send(record).get();
  }

  private Outcome outcome(String id) throws IOException {
    ConsumerRecord<String, byte[]> record =
        read(Topics.OUTCOMES, candidate -> id.equals(candidate.key()));
    return new ObjectRecords(plane.seal()).readOutcome(record.value());
  }

  /** The first record of a topic that is as wanted, once there is one. */
  private ConsumerRecord<String, byte[]> read(
      String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
    try (KafkaConsumer<String, byte[]> consumer = plane.kafka().openConsumer(Map.of())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(one -> new TopicPartition(topic, one.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return Await.until(
              "a record in " + topic,
              SLOW_MACHINE,
              () -> first(consumer, wanted),
              Optional::isPresent)
          .orElseThrow();
    }
  }

  private static Optional<ConsumerRecord<String, byte[]>> first(
      KafkaConsumer<String, byte[]> consumer, Predicate<ConsumerRecord<String, byte[]>> wanted) {
    for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
      if (wanted.test(record)) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }
}
