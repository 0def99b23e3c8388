package io.shiplog.agent.pod;

import io.shiplog.agent.decide.resources.PodBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the cgroup that a pod's containers lie in, with the pod's bounds: v1 or v2. */
final class PodCgroups {

  private final Path root;

  /**
   * The cgroups of a machine.
   *
   * @param root where they are mounted: {@code /sys/fs/cgroup}
   */
  PodCgroups(Path root) {
    this.root = root;
  }

  /**
   * Makes the cgroup, or sets its bounds anew.
   *
   * @param path of the cgroup, with a slash before it
   * @throws IOException if the kernel refuses: the pod is not to run without its bounds
   */
  void ensure(String path, PodBounds bounds) throws IOException {
    if (Files.exists(root.resolve("cgroup.controllers"))) {
      unified(path.substring(1), bounds);
      return;
    }
    Path cpu = root.resolve("cpu");
    if (Files.isDirectory(cpu)) {
      Path group = Files.createDirectories(cpu.resolve(path.substring(1)));
      write(group, "cpu.shares", bounds.shares());
      if (bounds.quotaMicros() > 0) {
        write(group, "cpu.cfs_period_us", PodBounds.PERIOD_MICROS);
        write(group, "cpu.cfs_quota_us", bounds.quotaMicros());
      }
    }
    Path memory = root.resolve("memory");
    if (Files.isDirectory(memory) && bounds.memory() > 0) {
      Path group = Files.createDirectories(memory.resolve(path.substring(1)));
      write(group, "memory.limit_in_bytes", bounds.memory());
    }
  }

  private void unified(String path, PodBounds bounds) throws IOException {
    Path group = Files.createDirectories(root.resolve(path));
    // A cgroup has the controllers that every one above it hands down.
    Path above = root;
    for (Path name : Path.of(path)) {
      for (String controller : List.of("cpu", "memory")) {
        Path file = above.resolve("cgroup.subtree_control");
        if (!List.of(Files.readString(file).strip().split(" ")).contains(controller)) {
          Files.writeString(file, "+" + controller);
        }
      }
      above = above.resolve(name);
    }
    write(group, "cpu.weight", bounds.weight());
    if (bounds.quotaMicros() > 0) {
      Files.writeString(
          group.resolve("cpu.max"), bounds.quotaMicros() + " " + PodBounds.PERIOD_MICROS);
    }
    if (bounds.memory() > 0) {
      write(group, "memory.max", bounds.memory());
    }
  }

  private static void write(Path group, String file, long value) throws IOException {
    Files.writeString(group.resolve(file), Long.toString(value));
  }
}
