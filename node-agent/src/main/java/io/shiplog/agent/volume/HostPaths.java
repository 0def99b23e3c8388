package io.shiplog.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** hostPath volumes: a path of the node, checked as its type demands (core/v1 HostPathType). */
final class HostPaths {

  private HostPaths() {}

  static Path check(JsonNode source) throws IOException {
    Path path = Path.of(source.path("path").asText());
    String type = source.path("type").asText("");
    switch (type) {
      case "" -> {
        if (!Files.exists(path)) {
          Files.createDirectories(path);
        }
      }
      case "DirectoryOrCreate" -> Files.createDirectories(path);
      case "FileOrCreate" -> {
        if (!Files.exists(path)) {
          Files.createFile(path);
        }
      }
      case "Directory" -> demand(Files.isDirectory(path), path, "a directory");
      case "File" -> demand(Files.isRegularFile(path), path, "a file");
      case "Socket" -> demand(mode(path, 0140000), path, "a socket");
      case "CharDevice" -> demand(mode(path, 0020000), path, "a character device");
      case "BlockDevice" -> demand(mode(path, 0060000), path, "a block device");
      default -> throw new VolumeProblem("unknown hostPath type " + type);
    }
    return path;
  }

  private static boolean mode(Path path, int wanted) throws IOException {
    return Files.exists(path)
        && ((Integer) Files.getAttribute(path, "unix:mode") & 0170000) == wanted;
  }

  private static void demand(boolean ok, Path path, String what) {
    if (!ok) {
      throw new VolumeProblem("hostPath type check failed: " + path + " is not " + what);
    }
  }
}
