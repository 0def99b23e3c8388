package io.shiplog.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operating-system packages a node needs, and how to get them. */
final class Packages {

  /** A file that proves a package is there, and the package (Debian 12's names). */
  private static final Map<List<String>, String> NEEDED = new LinkedHashMap<>();

  static {
    NEEDED.put(List.of("/usr/bin/containerd", "/usr/local/bin/containerd"), "containerd");
    NEEDED.put(List.of("/usr/sbin/runc", "/usr/bin/runc", "/usr/local/sbin/runc"), "runc");
    NEEDED.put(
        List.of("/usr/lib/cni/bridge", "/opt/cni/bin/bridge"), "containernetworking-plugins");
    NEEDED.put(List.of("/usr/sbin/nft", "/usr/bin/nft", "/sbin/nft"), "nftables");
    NEEDED.put(List.of("/usr/sbin/iptables", "/sbin/iptables"), "iptables");
    NEEDED.put(List.of("/usr/sbin/ip", "/usr/bin/ip", "/sbin/ip"), "iproute2");
    NEEDED.put(List.of("/usr/bin/setsid"), "util-linux");
    NEEDED.put(List.of("/etc/ssl/certs/ca-certificates.crt"), "ca-certificates");
    NEEDED.put(List.of("/usr/bin/ldd"), "libc-bin");
  }

  private Packages() {}

  /** The packages that are not there. */
  static List<String> missing() {
    List<String> missing = new ArrayList<>();
    NEEDED.forEach(
        (files, name) -> {
          if (files.stream().noneMatch(file -> Files.exists(Path.of(file)))) {
            missing.add(name);
          }
        });
    return missing;
  }

  /**
   * Installs what is missing where that is allowed, saying what; otherwise says what to type.
   *
   * @throws LaunchException with the exact command, if the packages cannot be installed from here
   */
  static void ensure(Screen screen, boolean mayInstall) {
    List<String> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    String packages = String.join(" ", missing);
    String command = "apt-get install --yes --no-install-recommends " + packages;
    boolean able = Files.exists(Path.of("/usr/bin/apt-get")) && isRoot();
    if (!mayInstall || !able) {
      throw new LaunchException(
          "these operating-system packages are missing: "
              + packages
              + "\nInstall them and try again:\n\n    sudo apt-get update && sudo "
              + command
              + "\n");
    }
    screen.say("installing operating-system packages: " + packages);
    run(screen, "apt-get update -q");
    run(screen, command + " -q");
    if (!missing().isEmpty()) {
      throw new LaunchException(
          "still missing after '" + command + "': " + String.join(" ", missing()));
    }
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(Screen screen, String command) {
    ProcessBuilder builder = new ProcessBuilder(command.split(" "));
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    builder.redirectErrorStream(true);
    try {
      java.lang.Process process = builder.start();
      StringBuilder output = new StringBuilder();
      try (var lines = process.inputReader()) {
        lines
            .lines()
            .forEach(
                line -> {
                  output.append(line).append('\n');
                  if (line.startsWith("Setting up")) {
                    screen.step(line);
                  }
                });
      }
      if (process.waitFor() != 0) {
        throw new LaunchException("'" + command + "' failed:\n" + output);
      }
    } catch (IOException e) {
      throw new LaunchException("'" + command + "' cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted during '" + command + "'");
    }
  }
}
