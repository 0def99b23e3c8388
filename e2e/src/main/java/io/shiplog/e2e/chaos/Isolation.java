package io.shiplog.e2e.chaos;

import io.shiplog.e2e.chaos.fault.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Namespaces of our own (network, mounts, processes), in which links and disks can be broken. The
 * kernel takes all of it away with the last process, whatever happens; nothing on the host is
 * touched.
 */
final class Isolation {

  private static final List<String> UNSHARE =
      List.of(
          "setpriv",
          "--pdeathsig",
          "KILL",
          "unshare",
          "--net",
          "--mount",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc");

  private Isolation() {}

  /** Whether this machine lets us have them. */
  static boolean possible() {
    List<String> command = new ArrayList<>(UNSHARE);
    command.addAll(List.of("sh", "-c", "ip link set lo up && nft list tables && tc qdisc show"));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Runs the same program again inside them, and returns its exit code. */
  static int again(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(UNSHARE);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    for (String property : List.of("java.util.logging.config.file", "slf4j.internal.verbosity")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add(Chaos.class.getName());
    command.addAll(arguments);
    command.add("--isolated");
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** The words under which a process gets a group id of its own, by which its packets are known. */
  static List<String> group(int number) {
    return List.of("setpriv", "--regid=" + (Faults.FIRST_GROUP + number), "--clear-groups");
  }
}
