package io.shiplog.benchmarks.load;

import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Topics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The writes of programs that speak Kafka: a record to {@code commands} or {@code specs}, answered
 * when its outcome is read from {@code outcomes}. What is pending lives on the event loop alone; a
 * thread reads outcomes and hands each batch over.
 */
final class TopicDoor implements AutoCloseable {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final UserInfo BENCH = new UserInfo("bench", List.of("system:masters"));

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Context context;
  private final Map<String, Promise<Void>> pending = new HashMap<>();
  private final String prefix = "bench-" + UUID.randomUUID() + "-";
  private final Thread reader = new Thread(this::read, "outcomes");
  private long next;

  /** Connects, and reads outcomes from now on. */
  TopicDoor(KafkaSettings kafka, Context context) {
    this.context = context;
    this.producer = kafka.openProducer(Map.of());
    this.consumer = kafka.openConsumer(Map.of());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.OUTCOMES).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    producer.partitionsFor(Topics.COMMANDS);
    producer.partitionsFor(Topics.SPECS);
    reader.start();
  }

  /** Replaces the slot's object by one with another annotation, through {@code commands}. */
  Work updates(Workspace workspace, int size, int slots) {
    Template[] bodies = workspace.objects(size, slots);
    return (sequence, slot) -> {
      Operation update =
          Operation.update(
              workspace.key(Workspace.name(size, slot)),
              Json.parseObject(bodies[slot].with(workspace.unique())),
              WriteOptions.by("bench"));
      Command command = Command.of(prefix + next++, BENCH, update);
      String key = command.key().toString();
      return send(
          command.id(),
          new ProducerRecord<>(Topics.COMMANDS, command.shard(), key, Json.bytes(command)));
    };
  }

  /** Applies a manifest with another annotation, through {@code specs}. */
  Work applies(Workspace workspace, int size, int slots) {
    Template[] manifests = workspace.manifests(size, slots);
    return (sequence, slot) -> {
      String manifest = manifests[slot].with(workspace.unique());
      return send(
          prefix + next++,
          new ProducerRecord<>(Topics.SPECS, manifest.getBytes(StandardCharsets.UTF_8)));
    };
  }

  private Future<Void> send(String id, ProducerRecord<String, byte[]> record) {
    Headers.put(record.headers(), Headers.COMMAND_ID, id);
    Promise<Void> answer = Promise.promise();
    pending.put(id, answer);
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            context.runOnContext(now -> settle(id, failure.toString()));
          }
        });
    return answer.future();
  }

  private void read() {
    try (consumer) {
      while (true) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        context.runOnContext(now -> records.forEach(this::settle));
      }
    } catch (WakeupException e) {
      // close() asked for the end.
    }
  }

  private void settle(ConsumerRecord<String, byte[]> record) {
    if (!record.key().startsWith(prefix)) {
      return;
    }
    try {
      Outcome outcome = Json.MAPPER.readValue(record.value(), Outcome.class);
      boolean refused = outcome.result() == Outcome.Result.REJECTED;
      settle(record.key(), refused ? outcome.status().message() : null);
    } catch (IOException e) {
      settle(record.key(), "not an outcome: " + e.getMessage());
    }
  }

  /** Answers the request with this id; {@code problem} is null for a success. */
  private void settle(String id, String problem) {
    Promise<Void> answer = pending.remove(id);
    if (answer == null) {
      return;
    }
    if (problem == null) {
      answer.complete();
    } else {
      answer.fail(problem);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }
}
