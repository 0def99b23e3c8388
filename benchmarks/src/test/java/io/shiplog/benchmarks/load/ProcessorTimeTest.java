package io.shiplog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.benchmarks.report.Metric;
import io.shiplog.benchmarks.report.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

  private static final ProcessorTime START = spent(Optional.of(Duration.ofMillis(500)), 0);

  @Test
  void aRunTooShortForTheClockOfTheSystemIsARunThatTookNothing() {
    Runs runs = new Runs("get", Map.of());

    spent(Optional.of(Duration.ofMillis(510)), 20).since(START).addTo(runs, 100);
    spent(Optional.of(Duration.ofMillis(500)), 10).since(START).addTo(runs, 100);

    assertThat(runs.result().metrics())
        .containsExactly(
            new Metric("cluster CPU", "µs", List.of(100.0, 0.0)),
            new Metric("client CPU", "µs", List.of(200.0, 100.0)));
  }

  @Test
  void nothingIsSaidOfAClusterWhoseProcessesAreNotKnown() {
    ProcessorTime unknown = ProcessorTime.now(List.of());
    Runs runs = new Runs("get", Map.of());

    unknown.since(unknown).addTo(runs, 100);
    unknown.since(unknown).addTo(runs, 100);

    assertThat(runs.result().metrics()).extracting(Metric::name).containsExactly("client CPU");
  }

  private static ProcessorTime spent(Optional<Duration> cluster, long clientMillis) {
    return new ProcessorTime(cluster, Duration.ofMillis(clientMillis));
  }
}
