package io.shiplog.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs what {@code ./shiplog test --chaos} runs, from the class path of the tests. */
final class ChaosCommand {

  private static final long PATIENCE_SECONDS = 400;

  private ChaosCommand() {}

  /** Runs it to its end, which must be good; what it said. */
  static String run(Path home, String... words) throws IOException, InterruptedException {
    Path output = home.resolve("output");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Chaos.class.getName()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("SHIPLOG_HOME", home.toString());
    Process process = builder.start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    String text = Files.readString(output);
    text.lines().filter(line -> line.contains("SKIPPED")).forEach(System.err::println);
    if (System.getenv("CI") != null) {
      assertThat(text).doesNotContain("SKIPPED");
    }
    assertThat(ended).as(text).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
