package io.shiplog.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the built assembly. Its log is a file; it ends with the test. */
public final class ShiplogProcess implements AutoCloseable {

  private static final Path ASSEMBLY =
      Path.of("standalone", "target", "quarkus-app", "quarkus-run.jar");

  private final String name;
  private final ProcessBuilder builder;
  private final Path log;
  private Process process;

  private ShiplogProcess(String name, ProcessBuilder builder, Path log) throws IOException {
    this.name = name;
    this.builder = builder;
    this.log = log;
    this.process = builder.start();
  }

  /**
   * Starts a process with a home of its own.
   *
   * @param name also the name of its folder and its log
   * @param heapMegabytes its largest heap
   * @param folder where its home and its log go
   * @param settings environment variables
   */
  public static ShiplogProcess start(
      String name, int heapMegabytes, Path folder, Map<String, String> settings)
      throws IOException {
    return start(name, heapMegabytes, folder, settings, List.of());
  }

  /**
   * The same under a command that becomes it, such as {@code setpriv --regid=…}.
   *
   * @param under that command's words; it must not fork
   */
  public static ShiplogProcess start(
      String name, int heapMegabytes, Path folder, Map<String, String> settings, List<String> under)
      throws IOException {
    List<String> command = new ArrayList<>(under);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            assembly().toString()));
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder.resolve(name)).toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SHIPLOG_"));
    builder.environment().put("SHIPLOG_HOME", folder.resolve(name).toString());
    builder.environment().put("SHIPLOG_INSTANCE", name);
    builder.environment().putAll(settings);
    return new ShiplogProcess(name, builder, log);
  }

  private static Path assembly() {
    Path assembly = Checkout.FOLDER.resolve(ASSEMBLY);
    if (!Files.exists(assembly)) {
      throw new IllegalStateException(assembly + " is missing; build it first: ./shiplog build");
    }
    return assembly;
  }

  public String name() {
    return name;
  }

  /** Waits for a process that ends by itself, and returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not end by itself; its log: " + tail());
    }
    return process.exitValue();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** What {@code kill -9} does; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Starts it again, on what it left behind. It must be gone. */
  public void restart() throws IOException {
    if (alive()) {
      throw new IllegalStateException(name + " still runs");
    }
    process = builder.start();
  }

  /** SIGSTOP: it stands still and does not know. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if nothing had been. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    if (code != 0 && alive()) {
      throw new IOException("kill -" + signal + " " + pid + " (" + name + ") failed: " + code);
    }
  }

  /** The end of its log. */
  public String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** Everything it logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it the hard way: its state is in a folder that goes, too. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
