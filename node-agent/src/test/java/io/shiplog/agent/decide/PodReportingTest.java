package io.shiplog.agent.decide;

import static io.shiplog.agent.decide.Fixtures.NOW;
import static io.shiplog.agent.decide.Fixtures.main;
import static io.shiplog.agent.decide.Fixtures.observed;
import static io.shiplog.agent.decide.Fixtures.pod;
import static io.shiplog.agent.decide.Fixtures.running;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReportingTest {

  private static final String HOST = "192.0.2.9";
  private static final Observed RUNNING = observed(running("main"));

  /**
   * What was reported before (nothing, the same, something else), what the log shows, how many
   * seconds passed: whether to report, and how many seconds to wait then.
   */
  @ParameterizedTest
  @CsvSource({
    "nothing, another, 0, true,  5",
    "nothing, this,    0, false, ",
    "this,    another, 4, false, 1",
    "this,    another, 5, true,  10",
    "this,    this,    4, false, ",
    "this,    this,    5, false, ",
    "other,   another, 0, true,  5",
    "other,   another, 9, true,  5",
    "other,   this,    0, false, ",
  })
  void cells(String said, String shown, int after, boolean reports, Integer waits) {
    ObjectNode status = PodStatuses.of(view(pod(main("Always")), NOW.plusSeconds(after)), HOST);
    PodReporting before =
        switch (said) {
          case "this" -> saying(status);
          case "other" -> saying(Json.object().put("phase", "Pending"));
          default -> PodReporting.NOTHING;
        };
    KubeObject pod = shown.equals("this") ? showing(status) : pod(main("Always"));
    PodReporting.Step step = before.look(view(pod, NOW.plusSeconds(after)), HOST);
    assertThat(step.status()).isEqualTo(reports ? status : null);
    assertThat(step.next().repeats().again())
        .isEqualTo(waits == null ? Instant.MIN : NOW.plusSeconds(after + waits));
  }

  @Test
  void whatTheLogNeverShowsIsReportedEverMoreRarely() {
    List<Long> seconds = new ArrayList<>();
    PodReporting reporting = PodReporting.NOTHING;
    for (long second = 0; second <= 1300; second++) {
      PodReporting.Step step =
          reporting.look(view(pod(main("Always")), NOW.plusSeconds(second)), HOST);
      reporting = step.next();
      if (step.status() != null) {
        seconds.add(second);
      }
    }
    assertThat(seconds).containsExactly(0L, 5L, 15L, 35L, 75L, 155L, 315L, 615L, 915L, 1215L);
  }

  @Test
  void nothingIsSaidOfAPodThatNobodyWishesFor() {
    assertThat(PodReporting.NOTHING.look(view(null, NOW), HOST).status()).isNull();
  }

  @Test
  void theReportSaysWhichPodAndNothingOfVersions() {
    KubeObject pod = pod(",\"resourceVersion\":\"7\",\"managedFields\":[{}]", main("Always"), "");
    var report = PodReporting.report(pod, Json.object().put("phase", "Running"));
    assertThat(report.body().path("metadata").has("resourceVersion")).isFalse();
    assertThat(report.body().path("metadata").has("managedFields")).isFalse();
    assertThat(report.body().at("/status/phase").asText()).isEqualTo("Running");
    assertThat(report.preconditions().uid()).isEqualTo(pod.uid());
  }

  private static PodReporting saying(ObjectNode status) {
    return new PodReporting(status, Repeats.NONE.said(NOW));
  }

  private static KubeObject showing(ObjectNode status) {
    ObjectNode json = pod(main("Always")).copy();
    json.set("status", status);
    return new KubeObject(json);
  }

  private static PodView view(KubeObject pod, Instant now) {
    return new PodView(pod, true, false, RUNNING, PodMemory.EMPTY, now);
  }
}
