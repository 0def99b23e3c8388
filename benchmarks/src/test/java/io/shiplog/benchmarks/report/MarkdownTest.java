package io.shiplog.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

  private static final Machine MACHINE = new Machine("Abacus 9", 2, 4096, "Linux 6.1", "25");

  @Test
  void aTableHasAColumnForWhatVariesAndNamesWhatDoesNot() {
    Report report =
        new Report(
            "load",
            "2026-01-01T00:00:00Z",
            "abc1234",
            MACHINE,
            List.of(
                result("update", "1", new Metric("p50", "ms", List.of(3.0, 1.0, 2.5))),
                result("update", "256", new Metric("p99", "ms", List.of(10.0, 12.25, 11.0))),
                result("get", "1", new Metric("rate", "1/s", List.of(5000.4, 6000.0)))));

    assertThat(Markdown.of(report))
        .isEqualTo(
            """
            **update** (median, and smallest to largest of 3 runs; fsync on)

            | in flight | p50, ms | p99, ms |
            | --- | --- | --- |
            | 1 | 2.50 (1–3) | – |
            | 256 | – | 11 (10–12.3) |

            **get** (median, and smallest to largest of 2 runs; fsync on; in flight 1)

            | rate, 1/s |
            | --- |
            | 5,500 (5,000–6,000) |

            Measured at 2026-01-01T00:00:00Z on Abacus 9, 2 cores, 4096 MB of memory, Linux 6.1, \
            JDK 25; commit abc1234.
            """);
  }

  @ParameterizedTest
  @CsvSource({"0.01234,0.012", "1.234,1.23", "12.34,12.3", "123.4,123", "7,7", "-2.5,-2.50"})
  void numbersKeepThreeDigits(double value, String text) {
    assertThat(Markdown.number(value)).isEqualTo(text);
  }

  @Test
  void theJsonHoldsEveryRunAndTheSpread() {
    Report report =
        new Report(
            "load",
            "2026-01-01T00:00:00Z",
            "abc1234",
            MACHINE,
            List.of(
                new Runs("update", Map.of("fsync", "off"))
                    .add("p50", "ms", 4)
                    .add("p50", "ms", 2)
                    .result()));

    assertThat(report.toJson().at("/results/0/metrics/0"))
        .hasToString(
            "{\"name\":\"p50\",\"unit\":\"ms\",\"runs\":[4.0,2.0],\"median\":3.0,\"min\":2.0,"
                + "\"max\":4.0}");
    assertThat(report.toJson().at("/machine/cpu").asText()).isEqualTo("Abacus 9");
  }

  @Test
  void aSingleRunIsNoMeasurement() {
    Runs once = new Runs("update", Map.of()).add("p50", "ms", 4);

    assertThatThrownBy(once::result).hasMessageContaining("measure at least twice");
  }

  private static Result result(String benchmark, String inFlight, Metric metric) {
    return new Result(
        benchmark, new TreeMap<>(Map.of("in flight", inFlight, "fsync", "on")), List.of(metric));
  }
}
