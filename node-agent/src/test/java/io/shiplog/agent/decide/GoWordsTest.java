package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoWordsTest {

  @Test
  void quotesAsGoDoes() {
    assertThat(GoWords.quote("sh -c \"a\\b\"\n\té☸")).isEqualTo("\"sh -c \\\"a\\\\b\\\"\\n\\té☸\"");
    assertThat(GoWords.quote("\u0001\u00a0\u007f")).isEqualTo("\"\\x01\\u00a0\\x7f\"");
    assertThat(GoWords.quote(new byte[] {0x15, 3, 1, 0, 2, 2, 'F', (byte) 0xff}))
        .isEqualTo("\"\\x15\\x03\\x01\\x00\\x02\\x02F\\xff\"");
    assertThat(GoWords.quote("é".getBytes(StandardCharsets.UTF_8))).isEqualTo("\"é\"");
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "2, 2s", "60, 1m0s", "80, 1m20s", "3600, 1h0m0s", "7322, 2h2m2s"})
  void writesDurationsAsGoDoes(long seconds, String text) {
    assertThat(GoWords.seconds(seconds)).isEqualTo(text);
  }
}
