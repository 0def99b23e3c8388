package io.shiplog.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentConfig;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerdTest {

  @TempDir Path home;

  private final List<Process> started = new ArrayList<>();
  private Containerd containerd;
  private Path configFile;

  @BeforeEach
  void makeHome() throws Exception {
    AgentConfig config =
        AgentConfig.of(
            "n", KafkaSettings.local("127.0.0.1:1"), RandomSeal.withKey(new byte[32]), home);
    containerd = new Containerd(config);
    configFile = config.containerdHome().resolve("config.toml");
    Files.createDirectories(config.containerdHome());
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  /** An agent that dies right after it started containerd has not written its number down. */
  @Test
  void oneThatNoFileTellsOfIsFoundByItsConfiguration() throws Exception {
    pretend("vi", configFile.toString());
    pretend("containerd", "--config", home.resolve("other.toml").toString());
    assertThat(containerd.process()).isEmpty();
    Process ours = pretend("containerd", "--config", configFile.toString());
    assertThat(containerd.process()).map(ProcessHandle::pid).contains(ours.pid());
  }

  /** A process that has these words at the end of its command line, and waits. */
  private Process pretend(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "read line; true"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }
}
