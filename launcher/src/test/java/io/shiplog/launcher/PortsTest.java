package io.shiplog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void theUsualPortsWhereTheyAreFree() {
    assertThat(Ports.choose(Map.of(), port -> true))
        .isEqualTo(
            Map.of(
                "SHIPLOG_API_PORT", 6443,
                "SHIPLOG_BROKER_PORT", 19092,
                "SHIPLOG_CONTROLLER_PORT", 19093,
                "SHIPLOG_HTTP_PORT", 10248));
  }

  @Test
  void noTwoGetTheSamePortWhenAnotherInstallationHasTheUsualOnes() {
    Set<Integer> others = Set.of(6443, 19092, 19093, 10248);
    assertThat(Ports.choose(Map.of(), port -> !others.contains(port)))
        .containsEntry("SHIPLOG_BROKER_PORT", 19094)
        .containsEntry("SHIPLOG_CONTROLLER_PORT", 19095)
        .containsEntry("SHIPLOG_API_PORT", 6444);
  }

  @Test
  void whatWasAskedForIsTakenFromTheOthers() {
    assertThat(Ports.choose(Map.of("SHIPLOG_CONTROLLER_PORT", "19092"), port -> true))
        .containsEntry("SHIPLOG_CONTROLLER_PORT", 19092)
        .containsEntry("SHIPLOG_BROKER_PORT", 19093);
  }

  @Test
  void saysWhatCannotBe() {
    assertThatThrownBy(() -> Ports.choose(Map.of("SHIPLOG_API_PORT", "https"), port -> true))
        .hasMessage("SHIPLOG_API_PORT is not a port: https");
    assertThatThrownBy(() -> Ports.choose(Map.of(), port -> false))
        .hasMessage("no free port from 6443 to 6642");
  }
}
