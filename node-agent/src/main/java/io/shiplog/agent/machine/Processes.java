package io.shiplog.agent.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Processes of the machine that are not this one's children. */
public final class Processes {

  private static final Logger LOG = Logger.getLogger(Processes.class);

  private Processes() {}

  /** The words that a process was started with, the program first; none if it is gone. */
  public static List<String> arguments(ProcessHandle process) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return List.of(new String(line, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      // It ended while we looked.
      return List.of();
    }
  }

  /** Whether it runs; one that has ended and that nobody has asked for its exit code does not. */
  public static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  /**
   * Asks a process to end, and kills it if it does not in time. Returns when it is gone.
   *
   * @param patience for each of the two
   * @throws IllegalStateException if it lives on even so
   */
  public static void end(ProcessHandle process, Duration patience) {
    process.destroy();
    if (Polling.within(patience, () -> !runs(process))) {
      return;
    }
    LOG.warnf("process %d does not end when asked to, killing it", process.pid());
    process.destroyForcibly();
    if (!Polling.within(patience, () -> !runs(process))) {
      throw new IllegalStateException(
          "process " + process.pid() + " does not end, not even by SIGKILL");
    }
  }
}
