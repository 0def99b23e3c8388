package io.shiplog.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the built assembly; its log is a file beside its home. */
public final class AssemblyProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final Path log;

  private AssemblyProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param name also of its home in {@code folder}, which may exist
   * @param folder where its home and its log go
   * @param jvm options of the JVM
   * @param settings environment variables; those of this process that begin with SHIPLOG_ are not
   *     handed on
   * @throws IllegalStateException if the assembly is not built
   */
  public static AssemblyProcess start(
      String name, Path folder, List<String> jvm, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-jar", Installation.assembly().toString()));
    Path home = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Files.createDirectories(home).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeIf(variable -> variable.startsWith("SHIPLOG_"));
      builder.environment().put("SHIPLOG_HOME", home.toString());
      builder.environment().put("SHIPLOG_INSTANCE", name);
      builder.environment().putAll(settings);
      return new AssemblyProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("the process " + name + " cannot be started", e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Asks it to stop and waits until it is gone; kills it when patience ends. */
  public void stop(Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    }
  }

  /** Kills it, and returns when it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The end of its log, for a message. */
  public String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
