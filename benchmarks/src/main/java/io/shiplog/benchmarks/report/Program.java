package io.shiplog.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Which version of this program measured, and where the cluster was its own, was measured. */
final class Program {

  private Program() {}

  /**
   * The commit of the checkout, with {@code -dirty} where files were changed since; {@code unknown}
   * outside of one, or without git.
   */
  static String version() {
    Path project = Path.of(System.getProperty("shiplog.project", "."));
    ProcessBuilder git =
        new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
            .directory(project.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = git.start();
      byte[] said = process.getInputStream().readAllBytes();
      boolean known = process.waitFor() == 0;
      return known ? new String(said, StandardCharsets.UTF_8).strip() : "unknown";
    } catch (IOException e) {
      // There is no git here.
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
