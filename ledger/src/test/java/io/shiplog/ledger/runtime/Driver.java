package io.shiplog.ledger.runtime;

import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes commands of shard 0 and follows their outcomes. */
public final class Driver implements AutoCloseable {

  public static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final UserInfo USER = new UserInfo("driver", List.of());
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaSettings kafka;
  private final CommandRecords commands = new CommandRecords(SEAL);
  private final ObjectRecords records = new ObjectRecords(SEAL);
  private final KafkaProducer<String, byte[]> producer;
  private final Thread follower = new Thread(this::follow, "outcomes");
  private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
  private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Outcome> firstOutcomes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public Driver(KafkaSettings kafka) {
    this.kafka = kafka;
    this.producer = kafka.openProducer(Map.of());
    follower.start();
  }

  private void follow() {
    try (KafkaConsumer<String, byte[]> consumer = kafka.openConsumer(Map.of())) {
      TopicPartition partition = new TopicPartition(Topics.OUTCOMES, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!closed) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          Outcome outcome = records.readOutcome(record.value());
          outcomes.add(outcome);
          firstOutcomes.putIfAbsent(outcome.commandId(), outcome);
          latch(outcome.commandId()).countDown();
        }
      }
    }
  }

  private CountDownLatch latch(String id) {
    return awaited.computeIfAbsent(id, key -> new CountDownLatch(1));
  }

  /** Writes a command; does not wait for anything. */
  public void send(String id, Operation operation) {
    send(commands.toCommands(Command.of(id, USER, operation)));
  }

  /** The same for a command that is decided once, under this id. */
  void sendOnce(String id, Operation operation) {
    send(commands.toCommandsOnce(Command.of(id, USER, operation), id));
  }

  public void send(ProducerRecord<String, byte[]> record) {
    producer.send(record);
  }

  /** Waits until a command has an outcome. */
  public void awaitDone(String id) {
    try {
      if (!latch(id).await(40, TimeUnit.SECONDS)) {
        throw new AssertionError("no outcome of " + id + " within 40 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for the outcome of a command. */
  Outcome await(String id) {
    awaitDone(id);
    return firstOutcomes.get(id);
  }

  /** Whether a command has an outcome. */
  boolean has(String id) {
    return firstOutcomes.containsKey(id);
  }

  /** All outcomes so far. */
  List<Outcome> outcomes() {
    synchronized (outcomes) {
      return List.copyOf(outcomes);
    }
  }

  /** Everything committed in partition 0 of a topic. */
  List<ConsumerRecord<String, byte[]>> read(String topic) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, byte[]> consumer = kafka.openConsumer(Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(POLL).forEach(all::add);
      }
    }
    return all;
  }

  /** The JSON of a ConfigMap of about 3 KB. */
  public static com.fasterxml.jackson.databind.node.ObjectNode configMap(String text) {
    var object = Json.object();
    object.putObject("data").put("text", text).put("ballast", "x".repeat(2_800));
    return object;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    producer.close(Duration.ofSeconds(1));
    follower.join();
  }
}
