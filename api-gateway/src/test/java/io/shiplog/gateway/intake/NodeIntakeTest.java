package io.shiplog.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.gateway.readmodel.ReadModel;
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
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of a node's commands, where no record may have more than 8 KiB. */
class NodeIntakeTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private static final KafkaSettings NOWHERE = KafkaSettings.local("nowhere:1");

  private final SmallRecords producer = new SmallRecords(8 << 10);
  private final NodeIntake intake =
      new NodeIntake(NOWHERE, SEAL, new ReadModel(NOWHERE, SEAL, true), producer);
  private final List<ConsumerRecord<String, byte[]>> outbox = new ArrayList<>();

  @Test
  void whatIsTooLargeIsRefusedAndHoldsUpNobody() throws Exception {
    put("long-key", "n".repeat(5 << 10));
    put("i".repeat(7 << 10), "event");
    put("small", "event");
    intake.forward(new ConsumerRecords<>(Map.of(new TopicPartition(topic(), 0), outbox), Map.of()));

    assertThat(outcomes())
        .containsExactlyInAnyOrder("long-key refused: 413", topic() + "@1 refused: 400");
    assertThat(producer.history())
        .filteredOn(record -> record.topic().equals(Topics.COMMANDS))
        .singleElement()
        .satisfies(
            one -> assertThat(Headers.text(one.headers(), Headers.COMMAND_ID)).isEqualTo("small"));
  }

  private void put(String id, String name) {
    Operation operation =
        Operation.create(
            Catalogue.EVENTS.key("default", name), Json.object(), WriteOptions.by("agent"));
    byte[] value = new CommandRecords(SEAL).value(Command.of("", UserInfo.node("n1"), operation));
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(topic(), 0, outbox.size(), "key", value);
    Headers.put(record.headers(), Headers.COMMAND_ID, id);
    outbox.add(record);
  }

  private static String topic() {
    return Topics.observed("n1");
  }

  private List<String> outcomes() {
    ObjectRecords records = new ObjectRecords(SEAL);
    return producer.history().stream()
        .filter(record -> record.topic().equals(Topics.OUTCOMES))
        .map(ProducerRecord::value)
        .map(records::readOutcome)
        .map(NodeIntakeTest::text)
        .toList();
  }

  private static String text(Outcome outcome) {
    return outcome.commandId() + " refused: " + outcome.status().code();
  }
}
