package io.shiplog.benchmarks.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is built in this checkout, and how {@code ./shiplog up} runs it. */
public final class Installation {

  /** A heap for footprints, in megabytes: an idle control plane needs less. */
  public static final int SMALL_HEAP = 320;

  private Installation() {}

  /** The folder of the checkout; the script {@code shiplog} says which. */
  public static Path project() {
    return Path.of(System.getProperty("shiplog.project", ".")).toAbsolutePath().normalize();
  }

  /**
   * The jar that runs every role.
   *
   * @throws IllegalStateException if it is not built
   */
  public static Path assembly() {
    Path jar = project().resolve("standalone/target/quarkus-app/quarkus-run.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; build it first: ./shiplog build");
    }
    return jar;
  }

  /**
   * The JDK's AOT cache of the assembly, which {@code ./shiplog up} uses where a build made one.
   */
  public static Optional<Path> aotCache() {
    return Optional.of(assembly().resolveSibling("shiplog.aot")).filter(Files::exists);
  }

  /** The options that {@code ./shiplog up} gives the control plane's JVM, but for the heap. */
  public static List<String> jvmOptions() {
    return options("control-plane");
  }

  /** The options that {@code ./shiplog up} gives the agent's JVM, but for the heap. */
  public static List<String> agentJvmOptions() {
    return options("node-agent");
  }

  private static List<String> options(String role) {
    Path file = assembly().resolveSibling(role + ".options");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith("-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM's options cannot be read", e);
    }
  }
}
