package io.shiplog.agent.pod;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.model.KubeObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What earlier starts of a container left in files. The log and the last words of the start before
 * the latest can still be asked for; those of older ones would fill the disk in a crash loop.
 */
final class OldStarts {

  private static final Pattern LOG = Pattern.compile("(\\d+)\\.log(\\.1)?");
  private static final Pattern WORDS = Pattern.compile("(.+)-(\\d+)");

  private OldStarts() {}

  /**
   * Removes what is older than the start before this one.
   *
   * @param attempt the latest start
   */
  static void remove(AgentConfig config, KubeObject pod, String container, int attempt)
      throws IOException {
    for (Path file : files(PodPaths.logs(config, pod).resolve(container))) {
      Matcher name = LOG.matcher(file.getFileName().toString());
      if (name.matches() && Long.parseLong(name.group(1)) < attempt - 1) {
        Files.deleteIfExists(file);
      }
    }
    Path words = PodPaths.message(config, pod.uid(), container, attempt).getParent();
    for (Path file : files(words)) {
      Matcher name = WORDS.matcher(file.getFileName().toString());
      boolean own = name.matches() && name.group(1).equals(container);
      if (own && Long.parseLong(name.group(2)) < attempt - 1) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
