package io.shiplog.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the state of one installation lives, and its ports. The ports are chosen once and kept, so
 * that a control plane that comes back is found by the agent that stayed.
 *
 * @param directory {@code $SHIPLOG_HOME}, or {@code .shiplog} beside the command
 */
record Home(Path directory) {

  /** The home that the environment names. */
  static Home fromEnvironment() {
    String home = System.getenv("SHIPLOG_HOME");
    Path path = home == null || home.isBlank() ? project().resolve(".shiplog") : Path.of(home);
    return new Home(path.toAbsolutePath().normalize());
  }

  /** The folder of the checkout that this launcher belongs to; the script says which. */
  static Path project() {
    return Path.of(System.getProperty("shiplog.project", ".")).toAbsolutePath().normalize();
  }

  Path run() {
    return directory.resolve("run");
  }

  Path logs() {
    return directory.resolve("logs");
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  boolean exists() {
    return Files.isDirectory(directory);
  }

  /** The ports of this installation by setting name, chosen now if there are none yet. */
  Map<String, String> ports() {
    Path file = run().resolve("ports.properties");
    try {
      Files.createDirectories(run());
      Files.createDirectories(logs());
      Properties kept = new Properties();
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          kept.load(in);
        }
      } else {
        choosePorts(kept);
        try (var out = Files.newOutputStream(file)) {
          kept.store(out, "ports of this installation; delete to choose again");
        }
      }
      Map<String, String> ports = new LinkedHashMap<>();
      kept.stringPropertyNames().stream()
          .sorted()
          .forEach(name -> ports.put(name, kept.getProperty(name)));
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the ports in " + file, e);
    }
  }

  private static void choosePorts(Properties into) throws IOException {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    wanted.put("SHIPLOG_API_PORT", 6443);
    wanted.put("SHIPLOG_BROKER_PORT", 19092);
    wanted.put("SHIPLOG_CONTROLLER_PORT", 19093);
    wanted.put("SHIPLOG_HTTP_PORT", 10248);
    for (Map.Entry<String, Integer> want : wanted.entrySet()) {
      String asked = System.getenv(want.getKey());
      int port = asked == null ? freeFrom(want.getValue()) : Integer.parseInt(asked);
      into.setProperty(want.getKey(), Integer.toString(port));
    }
  }

  /** The first free port from here on. */
  private static int freeFrom(int port) throws IOException {
    for (int candidate = port; candidate < port + 200; candidate++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new java.net.InetSocketAddress(InetAddress.getByName("0.0.0.0"), candidate));
        return candidate;
      } catch (java.net.BindException e) {
        continue;
      }
    }
    throw new IOException("no free port from " + port + " to " + (port + 199));
  }
}
