package io.shiplog.launcher;

import io.shiplog.topics.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where the state of one installation lives, and its ports and the name of its node. These are
 * chosen once and kept: a control plane that comes back is found by the agent that stayed, and what
 * an agent made on the machine bears its node's name and is found by it.
 *
 * @param directory {@code $SHIPLOG_HOME}, or {@code .shiplog} beside the command
 */
record Home(Path directory) {

  private static final String NODE_NAME =
      System.getenv().getOrDefault("SHIPLOG_NODE_NAME", "node-1");

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
      PrivateFiles.folder(run());
      PrivateFiles.folder(logs());
      Properties kept = new Properties();
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          kept.load(in);
        }
      } else {
        Ports.choose(System.getenv(), Home::isFree)
            .forEach((name, port) -> kept.setProperty(name, Integer.toString(port)));
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

  /**
   * The name of this machine's node: the one that was chosen first, {@code SHIPLOG_NODE_NAME} or
   * {@code node-1}.
   */
  String nodeName() {
    Path file = run().resolve("node-name");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(run());
        Files.writeString(file, NODE_NAME);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the node's name in " + file, e);
    }
  }

  /**
   * Refuses another name than the one that was chosen first.
   *
   * @throws LaunchException if the environment asks for one
   */
  void checkNodeName() {
    String asked = System.getenv("SHIPLOG_NODE_NAME");
    if (asked != null && !asked.equals(nodeName())) {
      throw new LaunchException(
          "the node of "
              + directory
              + " is called "
              + nodeName()
              + ", not "
              + asked
              + ": unset SHIPLOG_NODE_NAME, or delete the installation with 'down --purge' first");
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("0.0.0.0", port));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see whether port " + port + " is free", e);
    }
  }
}
