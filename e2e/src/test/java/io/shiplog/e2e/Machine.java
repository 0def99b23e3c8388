package io.shiplog.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shiplog.e2e.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this machine can do, and where the project's things are. */
public final class Machine {

  /** The checkout: the parent of this module. */
  static final Path PROJECT = Checkout.FOLDER;

  private Machine() {}

  /** Skips, loudly, where no container can run. In CI that is a failure. */
  public static void assumeContainers() {
    List<String> missing = new ArrayList<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      missing.add("root");
    }
    for (String file : List.of("/usr/bin/containerd", "/usr/sbin/runc", "/usr/sbin/nft")) {
      if (!Files.exists(Path.of(file))) {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      skip("no container can run here; missing: " + String.join(", ", missing));
    }
  }

  /** Skips, loudly, where a program is not installed. In CI that is a failure. */
  static void assumeInstalled(Path program) {
    if (!Files.isExecutable(program)) {
      skip("there is no " + program);
    }
  }

  private static void skip(String why) {
    String message = "SKIPPED: " + why;
    System.err.println(message);
    if (System.getenv("CI") != null) {
      throw new AssertionError(message);
    }
    assumeTrue(false, message);
  }

  /** Every kubectl that was fetched, oldest first, else the one on PATH. */
  static List<String> kubectls() {
    Path folder = PROJECT.resolve("e2e/target/kubectl");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> versions = Files.list(folder)) {
        List<String> found =
            versions
                .map(version -> version.resolve("kubectl"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .sorted()
                .toList();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    if (!Files.isExecutable(Path.of("/usr/bin/kubectl"))) {
      skip("there is no kubectl; e2e/fetch-kubectl gets some (needs npm)");
    }
    return List.of("/usr/bin/kubectl");
  }
}
