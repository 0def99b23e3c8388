package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of breaking processes: one seed, few processes. Where this machine does not let us
 * have namespaces of our own, links and disks stay whole, and the run says so.
 */
class ChaosTest {

  @TempDir Path home;

  @Test
  void whatBreaksLeavesAHistoryThatHolds() throws Exception {
    String output =
        ChaosCommand.run(
            home, "--seed", "4", "--seconds", "20", "--compact", "--only", "processes");
    assertThat(output).contains("killed for").contains("ok   every object is linearizable");
  }
}
