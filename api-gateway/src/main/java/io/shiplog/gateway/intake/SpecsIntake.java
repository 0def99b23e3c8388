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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * The door for systems that publish manifests: each record of {@code specs} becomes a command, in
 * order; its outcome stands in {@code outcomes} under the record's id. What is refused, by us or by
 * the ledger, goes to {@code specs.refused} too, its bytes and headers unchanged, with the reason.
 */
public final class SpecsIntake implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SpecsIntake.class);

  /** HTTP's "gateway timeout", which the bus answers and the ledger never does. */
  private static final int NO_DECISION = 504;

  private static final String GROUP = "shiplog-specs-intake";

  /** Whoever may write to the topic speaks as this user. */
  private static final UserInfo USER = new UserInfo("system:specs", List.of("system:masters"));

  private final KafkaSettings kafka;
  private final CommandBus bus;
  private final ObjectRecords outcomes;
  private final KafkaProducer<String, byte[]> producer;
  private final PolledIntake reader;

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
    producer.close();
  }

  private KafkaConsumer<String, byte[]> open() {
    KafkaConsumer<String, byte[]> consumer =
        // There is one topic to read, and it has one partition.
        kafka
            .patient()
            .openMember(
                Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    GROUP,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    200));
    consumer.subscribe(List.of(Topics.SPECS));
    return consumer;
  }

  /**
   * All commands of a batch go out in order before the first outcome is awaited. Everything is sent
   * from this thread: a producer's callback that sends waits for what it keeps from happening.
   */
  private void handle(ConsumerRecords<String, byte[]> records) throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    Map<ConsumerRecord<String, byte[]>, CompletionStage<CommandResult>> asked =
        new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      asked.put(record, ask(record, sent));
    }
    for (var one : asked.entrySet()) {
      CommandResult result = one.getValue().toCompletableFuture().get();
      if (result.rejected()) {
        sent.add(producer.send(refused(one.getKey(), decided(result))));
      }
    }
    for (Future<?> one : sent) {
      one.get();
    }
  }

  private CompletionStage<CommandResult> ask(
      ConsumerRecord<String, byte[]> record, List<Future<?>> sent) {
    Status status;
    try {
      SpecManifests.Spec spec = SpecManifests.read(record);
      return bus.submit(new Command(spec.id(), USER, spec.operations()));
    } catch (IllegalArgumentException e) {
      status = Status.badRequest(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // One record that we cannot cope with must not hold up all that follow.
      String id = SpecManifests.id(record);
      LOG.errorf(e, "a bug: spec %s could not be read and is refused", id);
      status = Status.internal("spec " + id + " could not be read; see the gateway's log");
    }
    Outcome outcome = Outcome.rejected(SpecManifests.id(record), status);
    sent.add(producer.send(outcomes.toOutcomes(0, outcome)));
    return CompletableFuture.completedStage(CommandResult.rejected(outcome));
  }

  /** Why it was refused. Without a decision a spec is not refused but asked for once more. */
  private static Status decided(CommandResult result) {
    Status status = result.outcome().status();
    if (status.code() == NO_DECISION) {
      throw new IllegalStateException(status.message());
    }
    return status;
  }

  private static ProducerRecord<String, byte[]> refused(
      ConsumerRecord<String, byte[]> record, Status status) {
    ProducerRecord<String, byte[]> refused =
        new ProducerRecord<>(Topics.SPECS_REFUSED, null, record.key(), record.value());
    record.headers().forEach(refused.headers()::add);
    Headers.put(refused.headers(), Headers.REASON, status.message());
    return refused;
  }
}
