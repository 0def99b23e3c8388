package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code ./shiplog test --chaos}: one seed, few processes. Where this machine
 * does not let us have namespaces of our own, links and disks stay whole, and the run says so.
 */
class ChaosTest {

  @TempDir Path home;

  @Test
  void whatBreaksLeavesAHistoryThatHolds() throws Exception {
    Path output = home.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Chaos.class.getName(),
                "--seed",
                "4",
                "--seconds",
                "25",
                "--compact")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("SHIPLOG_HOME", home.toString());
    Process process = builder.start();
    boolean ended = process.waitFor(300, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(output);
    String text = String.join("\n", lines);
    lines.stream().filter(line -> line.contains("SKIPPED")).forEach(System.err::println);
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text).as("something was broken").contains("killed for");
  }
}
