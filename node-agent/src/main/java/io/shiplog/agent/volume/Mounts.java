package io.shiplog.agent.volume;

import io.shiplog.agent.machine.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Memory file systems of ours. */
public final class Mounts {

  private Mounts() {}

  /** Mounts a memory file system on a directory, unless there is one. */
  static void tmpfs(Path directory, long sizeBytes) {
    if (!under(directory).contains(directory)) {
      String size = sizeBytes > 0 ? ",size=" + sizeBytes : "";
      Shell.run("mount", "-t", "tmpfs", "-o", "mode=0777" + size, "shiplog", directory.toString());
    }
  }

  /** Unmounts everything at and under a directory, the deepest first. */
  public static void release(Path directory) {
    List<Path> mounted = under(directory);
    for (Path mount : mounted.reversed()) {
      try {
        Shell.run("umount", "-l", mount.toString());
      } catch (IllegalStateException e) {
        if (under(directory).contains(mount)) {
          throw e;
        }
        // It went by itself, as a container's do when it ends.
      }
    }
  }

  /** The mount points at and under a directory, in the order in which they were mounted. */
  private static List<Path> under(Path directory) {
    try {
      return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
          .map(line -> Path.of(line.split(" ")[1].replace("\\040", " ")))
          .filter(path -> path.startsWith(directory))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("/proc/self/mounts cannot be read", e);
    }
  }
}
