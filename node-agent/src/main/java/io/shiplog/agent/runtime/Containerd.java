package io.shiplog.agent.runtime;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.NodeFacts;
import io.shiplog.agent.machine.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A containerd of our own, in a session of its own, so that it and the containers outlive the
 * agent. A live one from an earlier agent is taken over.
 */
public final class Containerd {

  /** The image every sandbox is made from. */
  public static final String PAUSE_IMAGE = "shiplog.local/pause:1";

  private static final Logger LOG = Logger.getLogger(Containerd.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AgentConfig config;

  public Containerd(AgentConfig config) {
    this.config = config;
  }

  /**
   * Starts containerd unless ours runs already. Returns at once; the socket appears a moment later.
   *
   * @return whether it had to be started
   */
  public synchronized boolean ensureRunning() {
    if (process().isPresent()) {
      return false;
    }
    try {
      Files.createDirectories(config.containerdHome());
      Files.createDirectories(config.containerdSocket().getParent());
      Files.createDirectories(cniConf());
      Files.writeString(configFile(), toml());
      List<String> detached = new ArrayList<>(List.of("setsid"));
      detached.addAll(command());
      Process process =
          new ProcessBuilder(detached)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
              .start();
      Files.writeString(pidFile(), Long.toString(process.pid()));
      LOG.infof("containerd started as process %d, log in %s", process.pid(), logFile());
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("containerd could not be started: " + e.getMessage(), e);
    }
  }

  /**
   * The process of our containerd, if it runs. Where no file tells its number, it is looked for: an
   * agent may have died between starting it and writing the number down.
   */
  public Optional<ProcessHandle> process() {
    Optional<ProcessHandle> written = written();
    return written.isPresent()
        ? written
        : ProcessHandle.allProcesses().filter(this::ours).findAny();
  }

  private Optional<ProcessHandle> written() {
    try {
      if (!Files.exists(pidFile())) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::ours);
    } catch (IOException | NumberFormatException e) {
      LOG.warnf("%s cannot be read: %s", pidFile(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Stops containerd, politely and then not, and returns when it is gone; also one of ours whose
   * starter died before it had noted the pid. Containers run on.
   *
   * @throws IllegalStateException if it lives on even so
   */
  public synchronized void stop() {
    ProcessHandle.allProcesses()
        .filter(this::ours)
        .forEach(process -> Processes.end(process, PATIENCE));
  }

  /** Where containerd looks for the pod network's configuration. */
  public Path cniConf() {
    return config.cniHome().resolve("conf");
  }

  private Path pidFile() {
    return config.containerdHome().resolve("containerd.pid");
  }

  private Path configFile() {
    return config.containerdHome().resolve("config.toml");
  }

  /** Where it writes what happens to it. */
  public Path logFile() {
    return config.containerdHome().resolve("containerd.log");
  }

  /** Before it became containerd, the process is {@code setsid}. */
  private boolean ours(ProcessHandle process) {
    List<String> words = Processes.arguments(process);
    int size = words.size();
    return size >= 3 && words.subList(size - 3, size).equals(command()) && Processes.runs(process);
  }

  private List<String> command() {
    return List.of("containerd", "--config", configFile().toString());
  }

  /** Version 2 of the file, which containerd 1.x reads and 2.x converts. */
  private String toml() {
    return """
    version = 2
    root = "%1$s/root"
    state = "%1$s/state"
    oom_score = 0
    [debug]
      level = "warn"
    [grpc]
      address = "%2$s"
    [plugins."io.containerd.grpc.v1.cri"]
      sandbox_image = "%3$s"
      restrict_oom_score_adj = %6$s
      stream_server_address = "127.0.0.1"
      stream_server_port = "0"
      [plugins."io.containerd.grpc.v1.cri".cni]
        bin_dir = "/usr/lib/cni"
        conf_dir = "%4$s"
      [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "overlayfs"
        default_runtime_name = "%5$s"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
          runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]
          runtime_type = "io.containerd.runc.v2"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun.options]
            BinaryName = "/usr/bin/crun"
    """
        .formatted(
            config.containerdHome(),
            config.containerdSocket(),
            PAUSE_IMAGE,
            cniConf(),
            config.runtimeHandler(),
            // Without the capability a lower score is refused, and no container would start.
            !NodeFacts.mayLowerOomScores());
  }
}
