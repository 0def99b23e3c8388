package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.decide.PodMemory.Result;
import io.shiplog.model.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeProgressTest {

  /** Answers, + good and - bad, with two successes and three failures as thresholds. */
  @ParameterizedTest
  @CsvSource({
    "+,        UNKNOWN",
    "++,       SUCCESS",
    "--,       UNKNOWN",
    "---,      FAILURE",
    "--+--,    UNKNOWN",
    "++--,     SUCCESS",
    "++---,    FAILURE",
    "++---+,   FAILURE",
    "++---++,  SUCCESS",
  })
  void thresholds(String answers, Result result) {
    ObjectNode probe = Json.object().put("successThreshold", 2).put("failureThreshold", 3);
    ProbeProgress progress = ProbeProgress.NONE;
    for (int i = 0; i < answers.length(); i++) {
      progress = progress.after(answers.charAt(i) == '+', probe);
    }
    assertThat(progress.result()).isEqualTo(result);
  }
}
