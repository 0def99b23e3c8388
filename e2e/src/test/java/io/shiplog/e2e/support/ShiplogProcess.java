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
      Path.of("..", "standalone", "target", "quarkus-app", "quarkus-run.jar")
          .toAbsolutePath()
          .normalize();

  private final String name;
  private final Process process;
  private final Path log;

  private ShiplogProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
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
    if (!Files.exists(ASSEMBLY)) {
      throw new IllegalStateException(
          ASSEMBLY + " is missing; build it first: mvn package -DskipTests -pl standalone -am");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                ASSEMBLY.toString()));
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
    return new ShiplogProcess(name, builder.start(), log);
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
