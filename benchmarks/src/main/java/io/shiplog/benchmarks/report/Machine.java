package io.shiplog.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Where it was measured.
 *
 * @param cpu the processor's model name
 * @param cores how many of them this process may use
 * @param memoryMegabytes of the machine
 * @param kernel name and release
 * @param jdk vendor and version
 */
public record Machine(String cpu, int cores, long memoryMegabytes, String kernel, String jdk) {

  /** This machine, from {@code /proc}. */
  public static Machine here() {
    String memory = value(Path.of("/proc/meminfo"), "MemTotal");
    return new Machine(
        value(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(memory.replaceAll("\\D", "")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version"));
  }

  /** One line for people. */
  public String describe() {
    return "%s, %d cores, %d MB of memory, %s, JDK %s"
        .formatted(cpu, cores, memoryMegabytes, kernel, jdk.strip());
  }

  private static String value(Path file, String key) {
    Predicate<String> isIt =
        line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip().equals(key);
    try (var lines = Files.lines(file)) {
      return lines
          .filter(isIt)
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("0 (unknown)");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
