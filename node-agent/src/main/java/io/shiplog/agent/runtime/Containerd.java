package io.shiplog.agent.runtime;

import io.shiplog.agent.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A containerd of our own, in a session of its own, so that it and the containers outlive the
 * agent. A live one from an earlier agent is taken over.
 */
public final class Containerd {

  /** The image every sandbox is made from. */
  public static final String PAUSE_IMAGE = "shiplog.local/pause:1";

  private static final Logger LOG = Logger.getLogger(Containerd.class);
  private static final long STOP_SECONDS = 10;

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
      Process process =
          new ProcessBuilder("setsid", "containerd", "--config", configFile().toString())
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

  /** The process of our containerd, if it runs. */
  public Optional<ProcessHandle> process() {
    try {
      if (!Files.exists(pidFile())) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(pidFile()).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::ours);
    } catch (IOException | NumberFormatException e) {
      LOG.warnf("%s cannot be read, taking containerd for dead: %s", pidFile(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Stops containerd, politely and then not. Containers run on. */
  public synchronized void stop() {
    Optional<ProcessHandle> found = process();
    if (found.isPresent()) {
      ProcessHandle process = found.get();
      process.destroy();
      try {
        process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        LOG.warnf("containerd did not stop in %d s: %s", STOP_SECONDS, e);
        process.destroyForcibly();
      }
    }
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

  private Path logFile() {
    return config.containerdHome().resolve("containerd.log");
  }

  private boolean ours(ProcessHandle process) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      String text = new String(line, StandardCharsets.UTF_8);
      return text.contains("containerd") && text.contains(configFile().toString());
    } catch (IOException e) {
      // The process ended while we looked.
      return false;
    }
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
          restrict_oom_score_adj = true
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
            config.runtimeHandler());
  }
}
