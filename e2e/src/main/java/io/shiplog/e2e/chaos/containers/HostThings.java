package io.shiplog.e2e.chaos.containers;

import io.shiplog.e2e.support.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks on the host for what a run leaves behind. */
public final class HostThings {

  private static final int CGROUP_DEPTH = 4;

  private static final Pattern TAG = Pattern.compile("shiplog-([0-9a-f]{8})");

  private HostThings() {}

  /**
   * The eight characters in the names of everything that an installation's agent makes on the host;
   * empty while it has not set up its network.
   */
  public static Optional<String> tag(Path home) throws IOException {
    Path cni = home.resolve("node/cni");
    if (!Files.exists(cni)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(cni)) {
      for (Path file : files.filter(f -> f.toString().endsWith("list")).toList()) {
        Matcher matcher = TAG.matcher(Files.readString(file));
        if (matcher.find()) {
          return Optional.of(matcher.group(1));
        }
      }
    }
    return Optional.empty();
  }

  /** The network namespaces and links that the host has, whosoever they are. */
  public static Set<String> network() throws IOException {
    Set<String> things = new TreeSet<>();
    Commands.run("ip", "netns", "list").lines().forEach(line -> things.add("netns " + line));
    Commands.run("ip", "-o", "link")
        .lines()
        .forEach(line -> things.add("link " + line.split(": ")[1]));
    return things;
  }

  /** Mounts at, and processes that name, this folder or what is in it. */
  public static List<String> under(Path folder) throws IOException {
    List<String> things = new ArrayList<>();
    Files.readAllLines(Path.of("/proc/mounts")).stream()
        .filter(line -> line.contains(folder + "/"))
        .forEach(line -> things.add("mount " + line));
    processes(folder)
        .forEach(
            process -> things.add("process " + process.pid() + " " + read(process, "cmdline")));
    return things;
  }

  /**
   * Every process whose command line names something in this folder, or that was told of the folder
   * by its environment, as Shiplog's own are, and is neither this program nor one that started it.
   */
  static Stream<ProcessHandle> processes(Path folder) {
    Set<ProcessHandle> own = new HashSet<>();
    for (var one = Optional.of(ProcessHandle.current());
        one.isPresent();
        one = one.get().parent()) {
      own.add(one.get());
    }
    return ProcessHandle.allProcesses()
        .filter(process -> !own.contains(process))
        .filter(process -> names(process, folder));
  }

  private static boolean names(ProcessHandle process, Path folder) {
    return read(process, "cmdline").contains(folder + "/")
        || read(process, "environ").contains("=" + folder + "\0")
        || read(process, "environ").contains("=" + folder + "/");
  }

  /** A file that the kernel shows of a process; empty where it has ended or is not ours to see. */
  private static String read(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * What is there of an installation besides: its home, tables of nftables, cgroups, and the
   * network namespaces that its pods had.
   *
   * @param tag as in the names of what its agent makes
   */
  public static List<String> of(Path home, String tag, Collection<String> namespaces)
      throws IOException {
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
