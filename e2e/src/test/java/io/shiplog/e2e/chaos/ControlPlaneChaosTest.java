package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of killing a control plane that is one process: one seed, four kills. */
class ControlPlaneChaosTest {

  @TempDir Path home;

  @Test
  void theControlPlaneComesBackWithAllThatItAcknowledged() throws Exception {
    String output =
        ChaosCommand.run(home, "--seed", "1", "--seconds", "25", "--only", "control-plane");
    assertThat(output).contains("killed 4 times").contains("ok   every object is linearizable");
  }
}
