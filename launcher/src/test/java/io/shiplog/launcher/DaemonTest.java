package io.shiplog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {

  @TempDir private Path directory;
  private Home home;
  private ProcessHandle process;

  @BeforeEach
  void start() {
    home = new Home(directory);
    // A program whose name looks like the end of the name in /proc/<pid>/stat.
    process = new Daemon("sleeper", home).start(sleeper("odd) S 1 (name"), Map.of());
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  private List<String> sleeper(String name) {
    Path program = directory.resolve(name);
    try {
      Files.createSymbolicLink(program, Path.of("/bin/sleep"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(program.toString(), "600");
  }

  @Test
  void anotherLauncherFindsWhatRunsAndStopsItOnce() {
    Daemon daemon = new Daemon("sleeper", home);
    assertThat(daemon.process()).contains(process);

    assertThat(daemon.stop(Duration.ofSeconds(20))).isTrue();

    assertThat(process.isAlive()).isFalse();
    assertThat(daemon.process()).isEmpty();
    assertThat(daemon.stop(Duration.ofSeconds(20))).isFalse();
  }

  @Test
  void whoHasThePidNowIsNotTakenForWhatHadItBefore() throws IOException {
    Path pidFile = home.run().resolve("sleeper.pid");
    String[] kept = Files.readString(pidFile).split(" ");
    Files.writeString(pidFile, kept[0] + " " + (Long.parseLong(kept[1]) - 1));
    Daemon daemon = new Daemon("sleeper", home);

    assertThat(daemon.process()).isEmpty();
    assertThat(daemon.stop(Duration.ofSeconds(20))).isFalse();
    assertThat(process.isAlive()).isTrue();
  }
}
