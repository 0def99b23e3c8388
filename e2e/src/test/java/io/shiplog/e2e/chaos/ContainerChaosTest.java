package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.e2e.Machine;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of breaking an installation with real containers: one seed. */
class ContainerChaosTest {

  @TempDir Path home;

  @BeforeAll
  static void skipWhereNoContainerCanRun() {
    Machine.assumeContainers();
  }

  @Test
  void exactlyTheWantedContainersRunAndAPurgeLeavesNothing() throws Exception {
    String output =
        ChaosCommand.run(home, "--seed", "3", "--seconds", "15", "--only", "containers");
    assertThat(output).contains("ok   no container runs twice").contains("purged");
  }
}
