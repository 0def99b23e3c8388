package io.shiplog.agent.runtime;

import io.shiplog.agent.AgentConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What containerd leaves behind, and we therefore take away. */
final class Leftovers {

  private static final Logger LOG = Logger.getLogger(Leftovers.class);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private Leftovers() {}

  /** Removes the empty cgroups that a pod's containers were in. */
  static void removeCgroups(AgentConfig config, String uid) {
    removeCgroups(PodPaths.cgroup(config, uid));
  }

  /** Removes a cgroup with all below it, in every hierarchy; those in use stay. */
  static void removeCgroups(String path) {
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      Stream<Path> roots = Stream.concat(Stream.of(CGROUPS), hierarchies);
      for (Path root : roots.filter(Files::isDirectory).toList()) {
        Path group = root.resolve(path.substring(1));
        if (Files.isDirectory(group)) {
          removeTree(group);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(CGROUPS + " cannot be listed", e);
    }
  }

  private static void removeTree(Path group) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(group)) {
      deepestFirst = all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path directory : deepestFirst) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        LOG.debugf("cgroup %s stays for now: %s", directory, e.getMessage());
      }
    }
  }

  /** Removes the logs of a pod. */
  static void removeLogs(AgentConfig config, String uid) {
    if (!Files.isDirectory(config.logsHome())) {
      return;
    }
    try (Stream<Path> pods = Files.list(config.logsHome())) {
      for (Path pod : pods.filter(p -> p.toString().endsWith("_" + uid)).toList()) {
        deleteTree(pod);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the logs of pod " + uid + " cannot be removed", e);
    }
  }

  /** Deletes a directory with everything in it, following no links. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
