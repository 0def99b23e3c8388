package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.e2e.Machine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of breaking an installation with real containers: one seed, which kills everything
 * once.
 */
class ContainerChaosTest {

  @TempDir Path home;

  @BeforeAll
  static void skipWhereNoContainerCanRun() {
    Machine.assumeContainers();
  }

  @Test
  void exactlyTheWantedContainersRunAndAPurgeLeavesNothing() throws Exception {
    String output =
        ChaosCommand.run(home, "--seed", "8", "--seconds", "22", "--only", "containers");
    assertThat(output).contains("ok   no container runs twice").contains("purged");
    assertThat(output)
        .contains(
            "the node agent: killed for",
            "a container's process: killed for",
            "a container's shim: killed for",
            "containerd: killed for",
            "the control plane: killed for");
  }
}
