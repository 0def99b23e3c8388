package io.shiplog.e2e.chaos.containers;

import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** An installation that {@code ./shiplog up} makes, in a home of its own. */
final class Installed {

  private final Path home;
  private final Path output;

  /** The launcher's words go to a file beside the home. */
  Installed(Path home) {
    this.home = home;
    this.output = home.resolveSibling("launcher.log");
  }

  Path home() {
    return home;
  }

  /**
   * Runs {@code ./shiplog …} without trying an image registry.
   *
   * @throws IOException if it exits with anything but 0; what it said is in the file it names
   */
  void shiplog(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./shiplog"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Checkout.FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("SHIPLOG_HOME", home.toString());
    builder.environment().put("SHIPLOG_OFFLINE", "true");
    builder.environment().put("SHIPLOG_NO_BUILD", "true");
    int code = builder.start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code + "; see " + output);
    }
  }

  /** The API of its control plane. */
  Api api() throws IOException {
    Properties ports = new Properties();
    try (var in = Files.newInputStream(home.resolve("run/ports.properties"))) {
      ports.load(in);
    }
    int port = Integer.parseInt(ports.getProperty("SHIPLOG_API_PORT"));
    return Api.of(home.resolve("pki"), port);
  }

  /**
   * Its control plane or its node agent, by the pid that the launcher noted; empty if it is gone.
   */
  Optional<ProcessHandle> daemon(String name) throws IOException {
    String pid = Files.readString(home.resolve("run/" + name + ".pid")).split(" ")[0].strip();
    return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
  }

  /** Its containerd; empty while there is none. */
  Optional<ProcessHandle> containerd() {
    return HostThings.processes(home)
        .filter(process -> process.info().command().orElse("").endsWith("/containerd"))
        .findFirst();
  }

  Path containerdSocket() throws IOException {
    Path inHome = home.resolve("node/containerd/containerd.sock");
    return Files.exists(inHome)
        ? inHome
        : Path.of("/run/shiplog-" + tag().orElse("none"), "containerd.sock");
  }

  /** What {@link HostThings#tag} says of it. */
  Optional<String> tag() throws IOException {
    return HostThings.tag(home);
  }
}
