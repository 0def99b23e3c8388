package io.shiplog.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Does what the ledger and the scheduler do for one node: takes its commands, fills its inbox. */
final class FakeControlPlane implements AutoCloseable {

  private final KafkaSettings kafka;
  private final String node;
  private final String podCidr;
  private final CommandRecords records;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, KubeObject> objects = new ConcurrentHashMap<>();
  private final List<KubeObject> events = new CopyOnWriteArrayList<>();
  private final List<Command> commands = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  FakeControlPlane(KafkaSettings kafka, SecretSeal seal, String node, String podCidr) {
    this.kafka = kafka;
    this.node = node;
    this.podCidr = podCidr;
    this.records = new CommandRecords(seal);
    this.producer = kafka.openProducer(Map.of());
    this.consumer = kafka.openConsumer(Map.of());
    this.thread = Thread.ofPlatform().daemon().name("fake-control-plane").start(this::run);
  }

  /** Puts an object into the node's inbox. */
  void put(String key, ObjectNode object) {
    objects.put(key, new KubeObject(object));
    producer.send(new ProducerRecord<>(Topics.desired(node), key, Json.bytes(object)));
  }

  /** Takes an object out of the node's inbox. */
  void remove(String key) {
    objects.remove(key);
    producer.send(new ProducerRecord<>(Topics.desired(node), key, null));
  }

  /** Asks the node for a container's log and waits for its end. */
  String logs(String node, KubeObject pod, String container, Map<String, String> options) {
    NodeRequest request =
        new NodeRequest(
            UUID.randomUUID().toString(),
            "logs",
            pod.namespace(),
            pod.name(),
            pod.uid(),
            container,
            options);
    TopicPartition replies = new TopicPartition(Topics.replies(node), 0);
    StringBuilder text = new StringBuilder();
    try (KafkaConsumer<String, byte[]> reader = kafka.openConsumer(Map.of())) {
      reader.assign(List.of(replies));
      producer.send(new ProducerRecord<>(Topics.requests(node), request.id(), Json.bytes(request)));
      for (boolean end = false; !end; ) {
        for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofSeconds(10))) {
          if (record.key().equals(request.id())) {
            text.append(new String(record.value(), StandardCharsets.UTF_8));
            end |= !Headers.text(record.headers(), Headers.END).isEmpty();
          }
        }
      }
    }
    return text.toString();
  }

  KubeObject get(String key) {
    return objects.get(key);
  }

  /** The messages of the events of that reason about the object with that uid, each once. */
  List<String> messages(String uid, String reason) {
    return events.stream()
        .filter(event -> event.at("reason").asText().equals(reason))
        .filter(event -> event.at("involvedObject", "uid").asText().equals(uid))
        .map(event -> event.at("message").asText())
        .distinct()
        .toList();
  }

  /** Whether an event of that reason was told of the object with that uid. */
  boolean told(String uid, String reason) {
    return events.stream()
        .filter(event -> event.at("reason").asText().equals(reason))
        .anyMatch(event -> event.at("involvedObject", "uid").asText().equals(uid));
  }

  /** The reasons of all events so far. */
  List<String> eventReasons() {
    return events.stream().map(event -> event.at("reason").asText()).toList();
  }

  List<Command> commands() {
    return commands;
  }

  private void run() {
    TopicPartition outbox = new TopicPartition(Topics.observed(node), 0);
    try (consumer) {
      consumer.assign(List.of(outbox));
      consumer.seekToBeginning(List.of(outbox));
      while (!closed) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> take(records.read(record.value())));
      }
    }
  }

  private synchronized void take(Command command) {
    commands.add(command);
    Operation operation = command.operations().getFirst();
    ObjectKey key = operation.key();
    KubeObject current = objects.get(key.toString());
    if (key.resource().equals("events")) {
      events.add(new KubeObject((ObjectNode) operation.body()));
    } else if (key.resource().equals("nodes") && operation.verb() == Verb.CREATE) {
      if (current == null) {
        ObjectNode object = ((ObjectNode) operation.body()).deepCopy();
        Json.ensure(object, "metadata").put("uid", UUID.randomUUID().toString());
        Json.ensure(object, "spec").put("podCIDR", podCidr);
        put(key.toString(), object);
      }
    } else if (operation.subresource().equals("status") && current != null) {
      if (current.uid().equals(operation.preconditions().uid())) {
        ObjectNode object = current.copy();
        object.set("status", operation.body().path("status"));
        put(key.toString(), object);
      }
    } else if (operation.verb() == Verb.DELETE && current != null) {
      if (current.uid().equals(operation.preconditions().uid())) {
        remove(key.toString());
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
    producer.close();
  }
}
