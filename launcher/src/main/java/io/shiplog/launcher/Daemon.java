package io.shiplog.launcher;

import io.shiplog.agent.machine.Polling;
import io.shiplog.topics.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that outlives the launcher, known by its pid and the moment it started, so that a pid
 * that the system gave to somebody else is never taken for ours. That moment is counted from the
 * boot: as a time of day it would be another one after the machine's clock was set.
 */
final class Daemon {

  /** Where proc_pid_stat(5) has the field starttime, counted from the one after the name. */
  private static final int START_TIME = 19;

  private final String name;
  private final Home home;

  /** The daemon of that name in that home. */
  Daemon(String name, Home home) {
    this.name = name;
    this.home = home;
  }

  String name() {
    return name;
  }

  Path log() {
    return home.logs().resolve(name + ".log");
  }

  /** What its JVM prints by itself, of the last start alone; nothing, as a rule. */
  private Path output() {
    return home.logs().resolve(name + ".out");
  }

  /** The process, if it runs. */
  Optional<ProcessHandle> process() {
    Path file = pidFile();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String[] parts = Files.readString(file).strip().split(" ");
      Optional<ProcessHandle> found = ProcessHandle.of(Long.parseLong(parts[0]));
      return found
          .filter(ProcessHandle::isAlive)
          .filter(process -> startOf(process).equals(Optional.of(parts[1])));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Starts the process in a session of its own. It writes {@link #log}, by pieces of which old ones
   * go ({@code SHIPLOG_LOG_FILE}).
   */
  ProcessHandle start(List<String> command, Map<String, String> environment) {
    List<String> detached = new ArrayList<>(List.of("setsid"));
    detached.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(detached);
    builder.environment().putAll(environment);
    builder.environment().put("SHIPLOG_LOG_FILE", log().toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.to(output().toFile()));
    try {
      PrivateFiles.folder(home.logs());
      PrivateFiles.folder(home.run());
      ProcessHandle process = builder.start().toHandle();
      Files.writeString(pidFile(), process.pid() + " " + startOf(process).orElse("ended"));
      return process;
    } catch (IOException e) {
      throw new LaunchException("the " + name + " process cannot be started", e);
    }
  }

  /**
   * Asks the process to stop, and kills it when it has not stopped in time. Returns when it is
   * gone.
   *
   * @return whether there was one
   * @throws LaunchException if it lives on even so
   */
  boolean stop(Duration patience) {
    Optional<ProcessHandle> running = process();
    running.ifPresent(
        process -> {
          process.destroy();
          if (!waitFor(process, patience)) {
            process.destroyForcibly();
            if (!waitFor(process, patience)) {
              throw new LaunchException(
                  name + " (process " + process.pid() + ") does not end, not even by SIGKILL");
            }
          }
        });
    try {
      Files.deleteIfExists(pidFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + pidFile(), e);
    }
    return running.isPresent();
  }

  /** The last lines of the log, and of what its JVM printed by itself. */
  String lastLines(int count) {
    try {
      List<String> lines = new ArrayList<>();
      for (Path file : List.of(log(), output())) {
        if (Files.exists(file)) {
          lines.addAll(Files.readAllLines(file));
        }
      }
      return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** By asking: the JDK looks after processes that are not its children only every few seconds. */
  private static boolean waitFor(ProcessHandle process, Duration patience) {
    return Polling.within(patience, () -> !process.isAlive());
  }

  /** When a process started, in the kernel's clock ticks since the boot; empty if it is gone. */
  private static Optional<String> startOf(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // The name of the program stands in parentheses and may hold anything, a parenthesis too.
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Optional.of(afterName[START_TIME]);
    } catch (IOException e) {
      // Ended while we looked.
      return Optional.empty();
    }
  }

  private Path pidFile() {
    return home.run().resolve(name + ".pid");
  }
}
