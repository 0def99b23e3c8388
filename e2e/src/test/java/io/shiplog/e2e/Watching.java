package io.shiplog.e2e;

import io.shiplog.e2e.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A {@code kubectl get -w} that runs while other things happen. */
final class Watching implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path output;
  private final Process process;

  /** Starts to watch. */
  Watching(Installation cluster, String kubectl, String... what) throws IOException {
    output = Files.createTempFile("shiplog-watch", ".out");
    List<String> command = new ArrayList<>(List.of(kubectl, "get", "-w"));
    command.addAll(List.of(what));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(cluster.kubectlEnvironment());
    process = builder.redirectOutput(output.toFile()).start();
  }

  /** Waits until it has printed all of these. */
  void await(String... texts) {
    Await.until(
        "kubectl get -w prints " + String.join(", ", texts),
        PATIENCE,
        this::printed,
        seen -> Stream.of(texts).allMatch(seen::contains));
  }

  private String printed() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.delete(output);
  }
}
