package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that ended.
 *
 * @param code its exit status
 * @param output what it wrote, both streams together
 */
record Ran(int code, String output) {

  /** Runs a command to its end; kills it and fails when it does not end in time. */
  static Ran run(long seconds, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("shiplog-e2e", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).directory(Machine.PROJECT.toFile());
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      Process process = builder.start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      assertThat(ended)
          .as("ends within %d s: %s%n%s", seconds, String.join(" ", command), text)
          .isTrue();
      return new Ran(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The output, if the command exited with 0. */
  String ok() {
    assertThat(code).as(output).isZero();
    return output;
  }
}
