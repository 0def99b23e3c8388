package io.shiplog.ledger.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of our own with the class path of the tests, that can be stopped, continued and killed. */
public final class ChildProcess implements AutoCloseable {

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Starts a main class; what it prints goes to a file. */
  public static ChildProcess start(Class<?> main, Path output, String... arguments) {
    return start(List.of("-Xmx512m"), main, output, arguments);
  }

  /** The same with further options for the JVM. */
  public static ChildProcess start(
      List<String> options, Class<?> main, Path output, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.add("--sun-misc-unsafe-memory-access=allow");
    // Without Quarkus, its log manager swallows what is said.
    command.add("-Dorg.jboss.logging.provider=jdk");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      return new ChildProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGSTOP: the process freezes without noticing. */
  void freeze() {
    signal("STOP");
  }

  /** Sends SIGCONT. */
  void thaw() {
    signal("CONT");
  }

  /** Sends SIGKILL. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await() {
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
