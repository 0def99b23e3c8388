package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of every benchmark: the drivers work and report; no time is asserted. */
class BenchTest {

  private static final long PATIENCE_SECONDS = 900;

  @TempDir Path reports;

  @Test
  void everyBenchmarkReportsAllRunsAndNamesItsSettings() throws IOException {
    String said =
        Ran.run(
                PATIENCE_SECONDS,
                Map.of("SHIPLOG_NO_BUILD", "1"),
                List.of("./shiplog", "bench", "--short", "--out", reports.toString()))
            .ok();

    for (String subcommand : List.of("load", "footprint", "hollow", "restart", "micro")) {
      assertThat(reports.resolve(subcommand + ".json")).exists();
    }
    if (!said.contains("SKIPPED: real pods")) {
      assertThat(reports.resolve("pods.json")).exists();
    }
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        check(Json.MAPPER.readTree(file.toFile()));
        String tables = file.toString().replaceFirst("json$", "md");
        assertThat(Path.of(tables)).content().contains("| --- |").contains("Measured at");
      }
    }
  }

  private static void check(JsonNode report) {
    assertThat(report.at("/machine/cores").asInt()).as("%s", report.get("machine")).isPositive();
    assertThat(report.get("results")).as("results of %s", report.get("name")).isNotEmpty();
    for (JsonNode result : report.get("results")) {
      assertThat(result.get("settings")).as("settings of %s", result).isNotNull();
      assertThat(result.get("metrics")).as("metrics of %s", result).isNotEmpty();
      for (JsonNode metric : result.get("metrics")) {
        assertThat(metric.get("runs").size()).as("%s", metric).isGreaterThanOrEqualTo(2);
        assertThat(metric.get("median").asDouble())
            .as("%s", metric)
            .isBetween(metric.get("min").asDouble(), metric.get("max").asDouble());
      }
    }
  }
}
