package io.shiplog.e2e.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the system's own commands. */
public final class Commands {

  private Commands() {}

  /**
   * Runs a command and returns what it wrote.
   *
   * @param input what it is given to read
   * @throws IOException if it exits with anything but 0, with what it wrote
   */
  public static String run(String input, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + String.join(" ", command), e);
    }
  }

  /** Runs a command that reads nothing. */
  public static String run(String... command) throws IOException {
    return run("", List.of(command));
  }
}
