package io.shiplog.agent.image;

import io.shiplog.agent.machine.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Fetches packages of the distribution and unpacks them, without installing anything. */
final class Packages {

  private final Path directory;

  Packages(Path directory) {
    this.directory = directory;
  }

  /**
   * Unpacks packages into a directory of their own, fetching those that are not there.
   *
   * @return the root they were unpacked under
   */
  Path unpacked(List<String> names) throws IOException {
    Files.createDirectories(directory);
    Path root = directory.resolve("root-" + String.join("-", names));
    for (String name : names) {
      Shell.run("dpkg", "-x", fetched(name).toString(), root.toString());
    }
    return root;
  }

  private Path fetched(String name) throws IOException {
    if (found(name).isEmpty()) {
      List<String> command = new ArrayList<>(List.of("sh", "-c"));
      command.add(
          "cd \"$1\" && apt-get -q download \"$2\" || (apt-get -q update && apt-get -q download \"$2\")");
      command.addAll(List.of("sh", directory.toString(), name));
      Shell.run("", command);
    }
    List<Path> files = found(name);
    if (files.isEmpty()) {
      throw new IOException("apt-get fetched no package " + name);
    }
    return files.getFirst();
  }

  private List<Path> found(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "_"))
          .filter(file -> file.toString().endsWith(".deb"))
          .toList();
    }
  }
}
