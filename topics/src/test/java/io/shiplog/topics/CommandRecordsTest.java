package io.shiplog.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRecordsTest {

  private static final String COMMAND =
      "{'id':'a','operations':[{'verb':'CREATE','key':'pods/default/p','body':{'kind':'Pod'}}]}";

  private final CommandRecords records = new CommandRecords(RandomSeal.withKey(new byte[32]));

  @Test
  void aCommandIsRead() {
    assertThat(records.read(bytes(COMMAND)).id()).isEqualTo("a");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "'id':'a', 'id':'a'+'id':'b'",
        "'verb':'CREATE', 'verb':'CREATE'+'verb':'DELETE'",
        "'kind':'Pod', 'kind':'Pod'+'kind':'Node'"
      })
  void aFieldThatStandsThereTwiceIsRefusedWhereverItIs(String once, String twice) {
    byte[] bad = bytes(COMMAND.replace(once, twice.replace('+', ',')));
    assertThatThrownBy(() -> records.read(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a command: Duplicate field");
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
