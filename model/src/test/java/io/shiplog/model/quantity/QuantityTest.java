package io.shiplog.model.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.shiplog.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest(name = "{0} is stored as {1}")
  @CsvSource({
    "0, 0",
    "0Mi, 0",
    "1, 1",
    "1000m, 1",
    "1500m, 1500m",
    "1.5, 1500m",
    "0.5, 500m",
    ".5, 500m",
    "5., 5",
    "100m, 100m",
    "0.1, 100m",
    "1000, 1k",
    "1001, 1001",
    "1000k, 1M",
    "1500M, 1500M",
    "1024, 1024",
    "1Ki, 1Ki",
    "1024Ki, 1Mi",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "1000Mi, 1000Mi",
    "0.5Ki, 512",
    "0.5Mi, 512Ki",
    "1e3, 1e3",
    "1000e0, 1e3",
    "12E6, 12e6",
    "1E, 1E",
    "1Ei, 1Ei",
    "1e-3, 1e-3",
    "100e-1, 10",
    "3u, 3u",
    "1000n, 1u",
    "0.1n, 1n",
    "1e-600, 1e-9",
    "-1500m, -1500m",
    "-0.1n, -1n",
    "+7, 7",
    "100G, 100G",
    "0.0001Ki, 102400u",
    "129e6, 129e6",
    "123456789Ki, 123456789Ki",
    "10E, 9223372036854775807",
    "1e999999999, 9223372036854775807",
    "64Mi, 64Mi",
    "250m, 250m",
  })
  void canonicalForm(String written, String stored) {
    assertThat(Quantity.parse(written)).hasToString(stored);
    assertThat(Quantity.parse(stored)).hasToString(stored);
  }

  @ParameterizedTest(name = "\"{0}\" is refused: {1}")
  @CsvSource({
    "'', match the regular expression",
    "abc, match the regular expression",
    "1 Gi, match the regular expression",
    "1Gb, match the regular expression",
    "1.2.3, numeric part",
    "., numeric part",
    "1ki, suffix",
    "1mm, suffix",
    "1e, suffix",
    "1Kii, suffix",
    "1e12345678901, suffix",
    "1.5.Gi, numeric part",
    "--1, match the regular",
  })
  void refused(String written, String message) {
    assertThatThrownBy(() -> Quantity.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0} is {1} whole and {2} thousandths")
  @CsvSource({
    "1, 1, 1000",
    "100m, 1, 100",
    "1.0001, 2, 1001",
    "1Ki, 1024, 1024000",
    "-1500m, -2, -1500",
    "1n, 1, 1",
    "8E, 8000000000000000000, 9223372036854775807",
  })
  void wholeValues(String written, long units, long millis) {
    assertThat(Quantity.parse(written).value()).isEqualTo(units);
    assertThat(Quantity.parse(written).milliValue()).isEqualTo(millis);
  }

  @ParameterizedTest(name = "{0} + {1} = {2}, and back")
  @CsvSource({
    "1, 500m, 1500m",
    "1Gi, 1Mi, 1025Mi",
    "0, 64Mi, 64Mi",
    "1Gi, 1, 1073741825",
    "0.1, 0.2, 300m",
    "1n, 1, 1000000001n",
    "1M, 24k, 1024k",
  })
  void sums(String left, String right, String sum) {
    Quantity total = Quantity.parse(left).add(Quantity.parse(right));
    assertThat(total).hasToString(sum);
    assertThat(total.subtract(Quantity.parse(right))).isEqualTo(Quantity.parse(left));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1000m 1", "1024Mi 1Gi", "1e3 1k", "0.5 500m", "0Ki 0"})
  void equalAmountsAreEqualHoweverWritten(String pair) {
    Quantity left = Quantity.parse(pair.split(" ")[0]);
    Quantity right = Quantity.parse(pair.split(" ")[1]);
    assertThat(left).isEqualTo(right).hasSameHashCodeAs(right).isEqualByComparingTo(right);
  }

  @Test
  void compares() {
    assertThat(Quantity.parse("1Gi")).isGreaterThan(Quantity.parse("1G"));
    assertThat(Quantity.parse("-1")).isLessThan(Quantity.ZERO);
    assertThat(Quantity.ZERO.max(Quantity.ofMillis(1))).hasToString("1m");
  }

  @Test
  void jsonNumbersAreQuantitiesToo() {
    assertThat(Quantity.parse(IntNode.valueOf(2))).hasToString("2");
    assertThat(Quantity.parse(DoubleNode.valueOf(0.5))).hasToString("500m");
    assertThat(Quantity.tryParse(Json.object().path("cpu"))).isEmpty();
    assertThatThrownBy(() -> Quantity.parse(Json.object()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesWhatItIsAskedFor() {
    assertThat(Quantity.of(2000)).hasToString("2k");
    assertThat(Quantity.ofBytes(2L << 30)).hasToString("2Gi");
    assertThat(Quantity.ofMillis(2500)).hasToString("2500m");
  }
}
