package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of breaking processes: one seed, few processes, each kind of fault. Where this
 * machine does not let us have namespaces of our own, links and disks stay whole, and the run says
 * so.
 */
class ChaosTest {

  @TempDir Path home;

  @Test
  void whatBreaksLeavesAHistoryThatHolds() throws Exception {
    String output =
        ChaosCommand.run(
            home, "--seed", "10", "--seconds", "30", "--compact", "--only", "processes");
    assertThat(output).contains("ok   every object is linearizable");
    assertThat(output.lines().filter(line -> line.contains(" ms")))
        .anyMatch(line -> line.contains("(the ledger's leader): killed for"))
        .anyMatch(line -> line.contains("(the commands' leader): killed for"));
    if (!output.contains("SKIPPED")) {
      assertThat(output).contains("cut off for", "slowed down for", "out of disk space for");
    }
  }
}
