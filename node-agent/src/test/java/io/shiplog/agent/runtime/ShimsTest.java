package io.shiplog.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shims are known by the socket they were told; here a copy of sleep plays them. */
class ShimsTest {

  @TempDir Path folder;

  private Process ours;
  private Process another;

  @BeforeEach
  void start() throws IOException {
    Path shim = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("containerd-shim"));
    // To the player, the address is one more time to sleep.
    ours = play(shim, "0.5h", "100");
    another = play(shim, "0.6h", "200");
  }

  private static Process play(Path shim, String duration, String address) throws IOException {
    return new ProcessBuilder(List.of(shim.toString(), duration, address)).start();
  }

  @AfterEach
  void stop() {
    ours.destroyForcibly();
    another.destroyForcibly();
  }

  @Test
  void onlyTheShimsOfThatSocketAreEnded() throws InterruptedException {
    Shims.end(Path.of("100"));
    assertThat(ours.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(another.isAlive()).isTrue();
  }
}
