package io.shiplog.agent.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;

/** What this machine is and has. */
final class NodeFacts {

  private NodeFacts() {}

  /** Bytes of memory. */
  static long memoryBytes() {
    return kib("MemTotal:") * 1024;
  }

  /** Bytes of memory that could be had without swapping. */
  static long availableMemoryBytes() {
    return kib("MemAvailable:") * 1024;
  }

  private static long kib(String field) {
    for (String line : text("/proc/meminfo").lines().toList()) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
      }
    }
    return 0;
  }

  static String kernel() {
    return text("/proc/sys/kernel/osrelease").strip();
  }

  static String bootId() {
    return text("/proc/sys/kernel/random/boot_id").strip();
  }

  static String machineId() {
    return Files.exists(Path.of("/etc/machine-id")) ? text("/etc/machine-id").strip() : bootId();
  }

  /** The distribution's name for people. */
  static String osImage() {
    if (!Files.exists(Path.of("/etc/os-release"))) {
      return "Linux";
    }
    for (String line : text("/etc/os-release").lines().toList()) {
      if (line.startsWith("PRETTY_NAME=")) {
        return line.substring("PRETTY_NAME=".length()).replace("\"", "");
      }
    }
    return "Linux";
  }

  /** As Go names it: amd64, arm64. */
  static String architecture() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> arch;
    };
  }

  /** The machine's first IPv4 address that is neither loopback nor a link to pods. */
  static String address() {
    try {
      for (NetworkInterface link : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (!link.isUp()
            || link.isLoopback()
            || link.getName().matches("(veth|cni|docker|br-).*")) {
          continue;
        }
        for (InetAddress address : Collections.list(link.getInetAddresses())) {
          if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
            return address.getHostAddress();
          }
        }
      }
      return "127.0.0.1";
    } catch (SocketException e) {
      throw new UncheckedIOException("the network interfaces cannot be listed", e);
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
