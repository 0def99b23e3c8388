package io.shiplog.launcher;

import io.shiplog.agent.image.OfflineImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sees to it that the images of the manifests are there, with or without a registry. */
final class Images {

  private static final long PULL_SECONDS = 120;

  /** Of what a program said that failed, how much is shown. */
  private static final int TOLD_LINES = 3;

  private final Path socket;
  private final Path cache;
  private final Screen screen;
  private final boolean offline;

  Images(Node node, Screen screen, boolean offline) {
    this.socket = node.config().containerdSocket();
    this.cache = node.config().imagesHome();
    this.screen = screen;
    this.offline = offline;
  }

  /**
   * Pulls what a registry gives; what it does not give is built from the distribution's packages
   * where that is possible. What remains is left to the agent, which will say why it fails.
   */
  void ensure(Set<String> images) {
    for (String image : images) {
      if (present(image)) {
        continue;
      }
      if (!offline && pulled(image)) {
        screen.say("pulled image " + image);
        continue;
      }
      screen.say(
          offline
              ? "not trying an image registry, as asked (--offline): making " + image + " here"
              : "no image registry gives " + image + ": trying to make it here");
      if (!made(image)) {
        screen.say("image " + image + " cannot be made here; its containers will wait for it");
      } else {
        screen.say("image " + image + " is made of this distribution's packages and imported");
      }
    }
  }

  /** Makes an image of the distribution's packages, unless there are none; then it says why. */
  private boolean made(String image) {
    try {
      return OfflineImages.ensure(socket, image, cache, screen::step);
    } catch (IllegalStateException | UncheckedIOException e) {
      List<String> lines = e.getMessage().strip().lines().toList();
      lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()).forEach(screen::step);
      return false;
    }
  }

  private boolean present(String image) {
    return ctr("images", "list", "-q", "name==" + OfflineImages.fullName(image))
        .contains(OfflineImages.fullName(image));
  }

  /** Pulls an image, unless that fails; then it says why. */
  private boolean pulled(String image) {
    screen.say("pulling image " + image);
    String said = ctr("images", "pull", OfflineImages.fullName(image));
    boolean there = present(image);
    if (!there) {
      screen.step(said.lines().filter(line -> line.startsWith("ctr: ")).findFirst().orElse(said));
    }
    return there;
  }

  /** What ctr says. A registry that does not answer is not waited for longer than is bearable. */
  private String ctr(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ctr", "-a", socket.toString(), "-n", "k8s.io"));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("shiplog-ctr", ".log");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(PULL_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        return ended
            ? Files.readString(output).strip()
            : "ctr: not done after %d s".formatted(PULL_SECONDS);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new LaunchException("'" + String.join(" ", command) + "' cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted");
    }
  }
}
