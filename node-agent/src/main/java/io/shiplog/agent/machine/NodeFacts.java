package io.shiplog.agent.machine;

import io.shiplog.agent.decide.admission.NodeAdmission;
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
public final class NodeFacts {

  /** Its number in capabilities(7). */
  private static final int CAP_SYS_RESOURCE = 24;

  private NodeFacts() {}

  /** Bytes of memory. */
  public static long memoryBytes() {
    return kib("MemTotal:") * 1024;
  }

  /** Bytes of memory that could be had without swapping. */
  public static long availableMemoryBytes() {
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

  /** The kernel's release, as {@code uname -r} says it. */
  public static String kernel() {
    return text("/proc/sys/kernel/osrelease").strip();
  }

  /** What is another with every boot. */
  public static String bootId() {
    return text("/proc/sys/kernel/random/boot_id").strip();
  }

  /** What stays the same over boots; see machine-id(5). */
  public static String machineId() {
    return Files.exists(Path.of("/etc/machine-id")) ? text("/etc/machine-id").strip() : bootId();
  }

  /** The distribution's name for people. */
  public static String osImage() {
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
  public static String architecture() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> arch;
    };
  }

  /** The machine's first IPv4 address that is neither loopback nor a link to pods. */
  public static String address() {
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

  /** Whether this process may make others less likely to be killed: it has CAP_SYS_RESOURCE. */
  public static boolean mayLowerOomScores() {
    for (String line : text("/proc/self/status").lines().toList()) {
      if (line.startsWith("CapEff:")) {
        long capabilities = Long.parseUnsignedLong(line.substring(7).strip(), 16);
        return (capabilities >> CAP_SYS_RESOURCE & 1) == 1;
      }
    }
    return false;
  }

  /** What pods may ask of this machine and its runtime. */
  public static NodeAdmission.Machine machine() {
    Path appArmor = Path.of("/sys/module/apparmor/parameters/enabled");
    boolean enforced = Files.exists(appArmor) && text(appArmor.toString()).startsWith("Y");
    // The runtime interface is asked for no policy: what it does is Merge.
    return new NodeAdmission.Machine(enforced, false);
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
