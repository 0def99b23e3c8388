package io.shiplog.gateway.intake;

import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The door for systems that publish manifests: each record of {@code specs} becomes a command, in
 * order; its outcome stands in {@code outcomes} under the record's id. What is refused, by us or by
 * the ledger, goes to {@code specs.refused} too, its bytes and headers unchanged, with the reason.
 */
public final class SpecsIntake implements AutoCloseable {

  private static final String GROUP = "shiplog-specs-intake";

  /** Whoever may write to the topic speaks as this user. */
  private static final UserInfo USER = new UserInfo("system:specs", List.of("system:masters"));

  private final KafkaSettings kafka;
  private final CommandBus bus;
  private final ObjectRecords outcomes;
  private final KafkaProducer<String, byte[]> producer;
  private final PolledIntake reader;

  /**
   * Sends what follows from an answer. A first send waits for the topic's metadata, which the
   * threads that bring the answers (the producer's own, the read model's) must not.
   */
  private final ExecutorService sender = Executors.newSingleThreadExecutor();

  /** An intake on that log; {@link #start} sets it going. */
  public SpecsIntake(KafkaSettings kafka, SecretSeal seal, CommandBus bus) {
    this.kafka = kafka;
    this.bus = bus;
    this.outcomes = new ObjectRecords(seal);
    this.producer = kafka.openProducer(Map.of());
    this.reader = new PolledIntake("specs-intake", this::open, this::handle);
  }

  public void start() {
    reader.start();
  }

  @Override
  public void close() {
    reader.close();
    sender.shutdown();
    producer.close();
  }

  private KafkaConsumer<String, byte[]> open() {
    KafkaConsumer<String, byte[]> consumer =
        kafka.openConsumer(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                GROUP,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                200));
    consumer.subscribe(List.of(Topics.SPECS));
    return consumer;
  }

  /** All commands of a batch go out in order before the first outcome is awaited. */
  private void handle(ConsumerRecords<String, byte[]> records) throws Exception {
    List<CompletableFuture<Void>> all =
        StreamSupport.stream(records.spliterator(), false).map(this::submit).toList();
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    producer.flush();
  }

  private CompletableFuture<Void> submit(ConsumerRecord<String, byte[]> record) {
    SpecManifests.Spec spec;
    try {
      spec = SpecManifests.read(record);
    } catch (IllegalArgumentException e) {
      Status status = Status.badRequest(e.getMessage());
      Outcome outcome = Outcome.rejected(SpecManifests.id(record), status);
      return sent(outcomes.toOutcomes(0, outcome))
          .thenComposeAsync(done -> sent(refused(record, status)), sender);
    }
    return bus.submit(new Command(spec.id(), USER, spec.operations()))
        .toCompletableFuture()
        .thenComposeAsync(
            result ->
                result.rejected()
                    ? sent(refused(record, result.outcome().status()))
                    : CompletableFuture.completedFuture(null),
            sender);
  }

  private static ProducerRecord<String, byte[]> refused(
      ConsumerRecord<String, byte[]> record, Status status) {
    ProducerRecord<String, byte[]> refused =
        new ProducerRecord<>(Topics.SPECS_REFUSED, null, record.key(), record.value());
    record.headers().forEach(refused.headers()::add);
    Headers.put(refused.headers(), Headers.REASON, status.message());
    return refused;
  }

  private CompletableFuture<Void> sent(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }
}
