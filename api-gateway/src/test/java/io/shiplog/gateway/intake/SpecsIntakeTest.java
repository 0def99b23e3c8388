package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.command.Command;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Headers;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a batch of specs, with somebody else in the bus' place. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpecsIntakeTest {

  private final SmallRecords producer = new SmallRecords(8 << 10);
  private final List<Command> submitted = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>();

  @Test
  void eachOfTwoWithOneIdIsToldItsOwnOutcome() throws Exception {
    PendingCommands pending = new PendingCommands(Duration.ofMinutes(1));
    add("one", "first");
    add("one", "second");
    SpecsIntake intake =
        intake(
            command -> {
              CompletionStage<CommandResult> result = pending.add(command.id()).result();
              boolean first = submitted.size() == 1;
              answerSoon(pending, command.id(), first ? null : Status.badRequest("no"));
              return result;
            });
    intake.handle(records());
    assertThat(submitted).hasSize(2);
    assertThat(refused()).containsExactly("second");
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 504})
  void withoutADecisionASpecIsAskedForOnceMore(int code) {
    Status nothing = new Status(code, "Timeout", "Kafka is away", null);
    add("one", "first");
    SpecsIntake intake =
        intake(
            command ->
                CompletableFuture.completedStage(
                    CommandResult.rejected(Outcome.rejected(command.id(), nothing))));
    assertThatThrownBy(() -> intake.handle(records())).hasMessage("Kafka is away");
    assertThat(refused()).isEmpty();
  }

  @Test
  void aRefusedSpecThatCannotBeCopiedIsMentioned() throws Exception {
    add("one", "n".repeat(7 << 10));
    add("i".repeat(7 << 10), "second");
    Status refusal = Status.badRequest("no ".repeat(1_000));
    SpecsIntake intake =
        intake(
            command ->
                CompletableFuture.completedStage(
                    CommandResult.rejected(Outcome.rejected(command.id(), refusal))));
    intake.handle(records());
    assertThat(producer.history())
        .filteredOn(record -> record.topic().equals(Topics.SPECS_REFUSED))
        .extracting(record -> Headers.text(record.headers(), Headers.REASON))
        .satisfiesExactlyInAnyOrder(
            first -> assertThat(first).contains("specs-0@0 is too large", "no no"),
            second -> assertThat(second).contains("the id is longer than"));
    assertThat(producer.history())
        .filteredOn(record -> record.topic().equals(Topics.OUTCOMES))
        .extracting(ProducerRecord::key)
        .containsExactly("specs-0@1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: hush}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: s, stringData: {password: hush}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n---\n"
            + "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {password: hush}}",
      })
  void theCopyOfARefusedSecretAndOfWhatMayBeOneIsSealed(String manifest) throws Exception {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    batch.add(new ConsumerRecord<>(Topics.SPECS, 0, 0, "one", bytes));
    intake(
            command ->
                CompletableFuture.completedStage(
                    CommandResult.rejected(
                        Outcome.rejected(command.id(), Status.badRequest("no")))))
        .handle(records());
    assertThat(producer.history())
        .filteredOn(record -> record.topic().equals(Topics.SPECS_REFUSED))
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(new String(copy.value(), StandardCharsets.ISO_8859_1))
                  .doesNotContain("hush");
              assertThat(RandomSeal.withKey(new byte[32]).open(copy.value())).isEqualTo(bytes);
              assertThat(Headers.text(copy.headers(), Headers.SEALED)).isEqualTo("true");
            });
  }

  @Test
  void ofACommandThatNoRecordCanHoldTheIntakeTells() throws Exception {
    add("one", "first");
    Exception failure = new RecordTooLargeException("too large");
    SpecsIntake intake =
        intake(
            command -> CompletableFuture.completedStage(CommandBus.unsent(command.id(), failure)));
    intake.handle(records());
    assertThat(refused()).containsExactly("first");
    assertThat(producer.history())
        .filteredOn(record -> record.topic().equals(Topics.OUTCOMES))
        .extracting(ProducerRecord::key)
        .containsExactly("one");
  }

  private static void answerSoon(PendingCommands pending, String id, Status refusal) {
    Outcome outcome =
        refusal == null
            ? new Outcome(id, Outcome.Result.UNCHANGED, List.of(), null)
            : Outcome.rejected(id, refusal);
    CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)
        .execute(() -> pending.get(id).result().complete(new CommandResult(outcome, List.of())));
  }

  private SpecsIntake intake(Function<Command, CompletionStage<CommandResult>> bus) {
    return new SpecsIntake(
        KafkaSettings.local("nowhere:1"),
        RandomSeal.withKey(new byte[32]),
        (command, once) -> {
          submitted.add(command);
          return bus.apply(command);
        },
        producer);
  }

  /** A ConfigMap; its name is the record's key as well. */
  private void add(String id, String name) {
    String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}";
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            Topics.SPECS, 0, batch.size(), name, manifest.getBytes(StandardCharsets.UTF_8));
    Headers.put(record.headers(), Headers.COMMAND_ID, id);
    batch.add(record);
  }

  private ConsumerRecords<String, byte[]> records() {
    return new ConsumerRecords<>(Map.of(new TopicPartition(Topics.SPECS, 0), batch), Map.of());
  }

  private List<String> refused() {
    return producer.history().stream()
        .filter(record -> record.topic().equals(Topics.SPECS_REFUSED))
        .map(ProducerRecord::key)
        .toList();
  }
}
