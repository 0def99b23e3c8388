package io.shiplog.ledger.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);
  private final CommandReader reader = new CommandReader(SEAL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not JSON                                                                    | not a command
          []                                                                          | not a command
          {}                                                                          | a command needs at least one operation
          {"operations": []}                                                          | a command needs at least one operation
          {"operations": [null]}                                                      | not a command
          {"operations": [{"verb": "CREATE"}]}                                        | an operation needs a verb and a key
          {"operations": [{"verb": "DANCE", "key": "pods/a/b"}]}                      | not a command
          {"operations": [{"verb": "CREATE", "key": "pods"}]}                         | not a command
          {"operations": [{"verb": "CREATE", "key": "events/a/b"}]}                     | belong to partition 1
          """)
  void whatCannotBeReadIsRefusedUnderItsPosition(String value, String why) {
    Outcome outcome = reader.read(record(value.getBytes(StandardCharsets.UTF_8), "")).refusal();
    assertThat(outcome.commandId()).isEqualTo("commands-0@17");
    assertThat(outcome.result()).isEqualTo(Outcome.Result.REJECTED);
    assertThat(outcome.status().code()).isEqualTo(400);
    assertThat(outcome.status().message()).contains("commands-0@17").contains(why);
  }

  @Test
  void anIdComesFromTheCommandThenFromTheHeaderThenFromThePosition() {
    assertThat(reader.read(record(delete("mine"), "header")).command().id()).isEqualTo("mine");
    assertThat(reader.read(record(delete(""), "header")).command().id()).isEqualTo("header");
    assertThat(reader.read(record(delete(""), "")).command().id()).isEqualTo("commands-0@17");
    assertThat(reader.read(record(new byte[] {1}, "header")).refusal().commandId())
        .isEqualTo("header");
    assertThat(reader.read(record(null, "")).refusal().commandId()).isEqualTo("commands-0@17");
    assertThat(reader.read(record(delete("x".repeat(300)), "")).refusal().commandId())
        .isEqualTo("commands-0@17");
  }

  @Test
  void aCommandSealedWithAnotherKeyIsRefused() {
    byte[] other = new byte[32];
    other[0] = 1;
    Outcome outcome =
        reader.read(record(RandomSeal.withKey(other).seal(delete("mine")), "header")).refusal();
    assertThat(outcome.commandId()).isEqualTo("header");
    assertThat(outcome.status().message()).contains("another encryption key");
    assertThat(reader.read(record(SEAL.seal(delete("mine")), "")).command().id()).isEqualTo("mine");
  }

  private static byte[] delete(String id) {
    Operation delete =
        Operation.delete(Catalogue.PODS.key("default", "a"), Preconditions.NONE, DeletePolicy.NOW);
    return new CommandRecords(SEAL).value(Command.of(id, new UserInfo("u", List.of()), delete));
  }

  private static ConsumerRecord<String, byte[]> record(byte[] value, String idHeader) {
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(Topics.COMMANDS, 0, 17, "any", value);
    if (!idHeader.isEmpty()) {
      Headers.put(record.headers(), Headers.COMMAND_ID, idHeader);
    }
    return record;
  }
}
