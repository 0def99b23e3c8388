package io.shiplog.agent.pod;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.volume.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What containerd leaves behind, and we therefore take away. */
public final class Leftovers {

  private static final Logger LOG = Logger.getLogger(Leftovers.class);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private Leftovers() {}

  /** Removes the empty cgroups that a pod's containers were in. */
  public static void removeCgroups(AgentConfig config, String uid) {
    removeCgroups(PodPaths.cgroup(config, uid));
  }

  /**
   * Removes a cgroup with all below it, in every hierarchy; those in use stay.
   *
   * @return whether none is left
   */
  public static boolean removeCgroups(String path) {
    boolean all = true;
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      Stream<Path> roots = Stream.concat(Stream.of(CGROUPS), hierarchies);
      for (Path root : roots.filter(Files::isDirectory).toList()) {
        Path group = root.resolve(path.substring(1));
        all &= !Files.isDirectory(group) || removeTree(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(CGROUPS + " cannot be listed", e);
    }
    return all;
  }

  /** The files of a cgroup go with it: only the directories are removed, the deepest first. */
  private static boolean removeTree(Path group) throws IOException {
    try (Stream<Path> inside = Files.list(group)) {
      for (Path child : inside.filter(Files::isDirectory).toList()) {
        removeTree(child);
      }
      Files.deleteIfExists(group);
    } catch (NoSuchFileException e) {
      LOG.debugf("cgroup %s went by itself", group);
    } catch (IOException e) {
      LOG.debugf("cgroup %s stays for now: %s", group, e.getMessage());
      return false;
    }
    return true;
  }

  /** Removes the logs of a pod. */
  static void removeLogs(AgentConfig config, String uid) {
    if (!Files.isDirectory(config.logsHome())) {
      return;
    }
    try (Stream<Path> pods = Files.list(config.logsHome())) {
      for (Path pod : pods.filter(p -> p.toString().endsWith("_" + uid)).toList()) {
        FileTrees.delete(pod);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the logs of pod " + uid + " cannot be removed", e);
    }
  }
}
