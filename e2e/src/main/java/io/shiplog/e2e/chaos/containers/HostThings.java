package io.shiplog.e2e.chaos.containers;

import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Looks on the host for what a run leaves behind. */
public final class HostThings {

  private static final int CGROUP_DEPTH = 4;

  private HostThings() {}

  /** Mounts at, and processes that name, this folder or what is in it. */
  public static List<String> under(Path folder) throws IOException {
    List<String> things = new ArrayList<>();
    Files.readAllLines(Path.of("/proc/mounts")).stream()
        .filter(line -> line.contains(folder + "/"))
        .forEach(line -> things.add("mount " + line));
    processes(folder)
        .forEach(process -> things.add("process " + process.info().commandLine().orElse("?")));
    return things;
  }

  /** Every process whose command line names something in this folder, and is not this program. */
  static Stream<ProcessHandle> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> process.info().commandLine().orElse("").contains(folder + "/"));
  }

  /**
   * What is there of an installation besides: its home, tables of nftables, cgroups, and the
   * network namespaces that its pods had.
   *
   * @param tag as in the names of what its agent makes
   */
  static List<String> of(Path home, String tag, Collection<String> namespaces) throws IOException {
    List<String> things = new ArrayList<>(under(home));
    Commands.run("nft", "list", "tables")
        .lines()
        .filter(line -> line.contains(tag))
        .forEach(things::add);
    cgroups(tag).forEach(cgroup -> things.add("cgroup " + cgroup));
    Stream.concat(Stream.of(home.toString(), "/run/shiplog-" + tag), namespaces.stream())
        .filter(path -> Files.exists(Path.of(path)))
        .forEach(path -> things.add("path " + path));
    return things;
  }

  private static List<Path> cgroups(String tag) throws IOException {
    try (Stream<Path> folders = Files.walk(Path.of("/sys/fs/cgroup"), CGROUP_DEPTH)) {
      return folders
          .filter(folder -> folder.getFileName().toString().contains(tag))
          .filter(Files::isDirectory)
          .toList();
    }
  }
}
