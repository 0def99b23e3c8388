package io.shiplog.gateway.intake;

import io.shiplog.ledger.runtime.Texts;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * The door for systems that publish manifests: each record of {@code specs} becomes a command, in
 * order; its outcome stands in {@code outcomes} under the record's id. What is refused, by us or by
 * the ledger, goes to {@code specs.refused} too, its bytes and headers unchanged, with the reason;
 * where that does not fit into a record, the reason and where it stands in {@code specs}.
 */
public final class SpecsIntake implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(SpecsIntake.class);

  /** What the bus answers where it cannot send or hears nothing, and the ledger never does. */
  private static final Set<Integer> NO_DECISION = Set.of(503, 504);

  private static final String GROUP = "shiplog-specs-intake";

  /** Whoever may write to the topic speaks as this user. */
  private static final UserInfo USER = new UserInfo("system:specs", List.of("system:masters"));

  private final KafkaSettings kafka;
  private final BiFunction<Command, String, CompletionStage<CommandResult>> submit;
  private final SecretSeal seal;
  private final ObjectRecords outcomes;
  private final Producer<String, byte[]> producer;
  private final PolledIntake reader;

  /** An intake on that log; {@link #start} sets it going. */
  public SpecsIntake(KafkaSettings kafka, SecretSeal seal, CommandBus bus) {
    this(kafka, seal, bus::submitOnce, kafka.openProducer(Map.of()));
  }

  SpecsIntake(
      KafkaSettings kafka,
      SecretSeal seal,
      BiFunction<Command, String, CompletionStage<CommandResult>> submit,
      Producer<String, byte[]> producer) {
    this.kafka = kafka;
    this.submit = submit;
    this.seal = seal;
    this.outcomes = new ObjectRecords(seal);
    this.producer = producer;
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
   * All commands of a batch go out in order before the first outcome is awaited, but for those that
   * have one id: an outcome says no more than the id, and each is to be told its own. Everything is
   * sent from this thread: a producer's callback that sends waits for what it keeps from happening.
   */
  void handle(ConsumerRecords<String, byte[]> records) throws Exception {
    SentRecords sent = new SentRecords(producer);
    Map<String, Asked> asked = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      Reading reading = read(record);
      if (asked.containsKey(reading.id())) {
        settle(asked, sent);
      }
      asked.put(reading.id(), new Asked(record, reading, ask(reading, sent)));
    }
    settle(asked, sent);
    sent.await();
  }

  /** A record, and what becomes of it. */
  private record Asked(
      ConsumerRecord<String, byte[]> record,
      Reading reading,
      CompletionStage<CommandResult> result) {}

  /** Waits for the outcomes, each of which comes or is given up by the bus. */
  private void settle(Map<String, Asked> asked, SentRecords sent) throws Exception {
    for (Asked one : asked.values()) {
      CommandResult result = one.result().toCompletableFuture().get();
      if (result.rejected()) {
        Status why = decided(result);
        if (why.equals(CommandBus.TOO_LARGE)) {
          tell(result.outcome(), sent);
        }
        sent.send(refused(one, why), () -> mention(one.record(), why));
      }
    }
    asked.clear();
  }

  /** What a record asks for, or why that is refused: command and key, or refusal, is null. */
  private record Reading(String id, Command command, String once, Status refusal) {

    /** Whether it holds a Secret, or, where nobody could read it, may hold one. */
    boolean confidential() {
      return command == null
          || command.operations().stream()
              .anyMatch(operation -> SecretSeal.covers(operation.key().toString()));
    }
  }

  private static Reading read(ConsumerRecord<String, byte[]> record) {
    try {
      SpecManifests.Spec spec = SpecManifests.read(record);
      return new Reading(
          spec.id(), new Command(spec.id(), USER, spec.operations()), spec.once(), null);
    } catch (IllegalArgumentException e) {
      return new Reading(
          SpecManifests.id(record), null, null, Status.badRequest(Texts.shorten(e.getMessage())));
    } catch (RuntimeException | StackOverflowError e) {
      String id = SpecManifests.id(record);
      return new Reading(id, null, null, bug(id, e));
    }
  }

  private CompletionStage<CommandResult> ask(Reading reading, SentRecords sent) {
    Status refusal = reading.refusal();
    if (refusal == null) {
      try {
        return submit.apply(reading.command(), reading.once());
      } catch (RuntimeException | StackOverflowError e) {
        refusal = bug(reading.id(), e);
      }
    }
    Outcome outcome = Outcome.rejected(reading.id(), refusal);
    tell(outcome, sent);
    return CompletableFuture.completedStage(CommandResult.rejected(outcome));
  }

  /** Of what never came to the ledger. */
  private void tell(Outcome outcome, SentRecords sent) {
    ProducerRecord<String, byte[]> told = outcomes.toOutcomes(0, outcome);
    sent.send(told, () -> told);
  }

  /** One record that we cannot cope with must not hold up all that follow. */
  private static Status bug(String id, Throwable why) {
    LOG.errorf(why, "a bug: spec %s could not be read and is refused", id);
    return Status.internal("spec " + id + " could not be read; see the gateway's log");
  }

  /** Why it was refused. Without a decision a spec is not refused but asked for once more. */
  private static Status decided(CommandResult result) {
    Status status = result.outcome().status();
    if (NO_DECISION.contains(status.code())) {
      throw new IllegalStateException(status.message());
    }
    return status;
  }

  private ProducerRecord<String, byte[]> refused(Asked asked, Status status) {
    ConsumerRecord<String, byte[]> record = asked.record();
    boolean confidential = asked.reading().confidential();
    byte[] value = confidential ? seal.seal(record.value()) : record.value();
    ProducerRecord<String, byte[]> refused =
        new ProducerRecord<>(Topics.SPECS_REFUSED, null, record.key(), value);
    record.headers().forEach(refused.headers()::add);
    if (confidential) {
      Headers.put(refused.headers(), Headers.SEALED, "true");
    }
    Headers.put(refused.headers(), Headers.REASON, status.message());
    return refused;
  }

  /** In place of a copy that is too large with its reason: where the record stands. */
  private static ProducerRecord<String, byte[]> mention(
      ConsumerRecord<String, byte[]> record, Status status) {
    ProducerRecord<String, byte[]> mention =
        new ProducerRecord<>(Topics.SPECS_REFUSED, null, null, null);
    Headers.put(mention.headers(), Headers.COMMAND_ID, SpecManifests.id(record));
    String reason =
        "the record at %s is too large to be copied; it was refused: %s"
            .formatted(SpecManifests.position(record), Texts.shorten(status.message()));
    Headers.put(mention.headers(), Headers.REASON, reason);
    return mention;
  }
}
