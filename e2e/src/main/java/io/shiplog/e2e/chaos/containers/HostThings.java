package io.shiplog.e2e.chaos.containers;

import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Looks on the host for what belongs to one installation. */
final class HostThings {

  private static final int CGROUP_DEPTH = 4;

  private HostThings() {}

  /**
   * What is there: mounts, processes, tables of nftables, cgroups, folders and network namespaces.
   *
   * @param tag as in the names of what its agent makes
   * @param namespaces the network namespaces that its pods had
   */
  static List<String> of(Installed installed, String tag, Collection<String> namespaces)
      throws IOException {
    List<String> things = new ArrayList<>();
    String home = installed.home().toString();
    Files.readAllLines(Path.of("/proc/mounts")).stream()
        .filter(line -> line.contains(home) || line.contains(tag))
        .forEach(line -> things.add("mount " + line));
    installed
        .processes()
        .forEach(process -> things.add("process " + process.info().commandLine().orElse("?")));
    Commands.run("nft", "list", "tables")
        .lines()
        .filter(line -> line.contains(tag))
        .forEach(things::add);
    cgroups(tag).forEach(cgroup -> things.add("cgroup " + cgroup));
    Stream.concat(Stream.of(home, "/run/shiplog-" + tag), namespaces.stream())
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
