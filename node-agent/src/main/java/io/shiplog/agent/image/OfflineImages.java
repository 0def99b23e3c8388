package io.shiplog.agent.image;

import io.shiplog.agent.decide.ImageName;
import io.shiplog.agent.machine.Shell;
import io.shiplog.agent.runtime.Containerd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Images without a registry: made from the distribution's own packages, kept as archives, imported
 * into containerd under the name that is asked for.
 */
public final class OfflineImages {

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path socket;
  private final Path cache;
  private final Consumer<String> progress;

  private OfflineImages(Path socket, Path cache, Consumer<String> progress) {
    this.socket = socket;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Sees to it that containerd has an image, making it on the spot where it can be made here: the
   * pause image, {@code nginx} of any tag, {@code busybox} of any tag.
   *
   * @param socket containerd's
   * @param name the image as a pod names it, such as {@code nginx:1.7.9}
   * @param cache where archives are kept
   * @param progress hears, in words for people, what is done
   * @return whether containerd has the image now; false where it is none that can be made here
   * @throws UncheckedIOException if it cannot be made
   * @throws IllegalStateException if a program that is needed fails; the message tells its words
   */
  public static boolean ensure(Path socket, String name, Path cache, Consumer<String> progress) {
    return new OfflineImages(socket, cache, progress).ensure(fullName(name));
  }

  /** The name containerd knows an image by: with registry, library and tag. */
  public static String fullName(String name) {
    return ImageName.of(name).full();
  }

  private boolean ensure(String name) {
    String program = program(name);
    if (program.isEmpty()) {
      return false;
    }
    if (present(name)) {
      return true;
    }
    Path archive = cache.resolve(name.replaceAll("[^A-Za-z0-9.]+", "_") + ".tar");
    try {
      if (!Files.exists(archive)) {
        build(program, name).writeTo(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("image " + name + " cannot be made: " + e.getMessage(), e);
    }
    ctr("images", "import", archive.toString());
    return true;
  }

  /** What an image is made from; empty where we cannot make it. */
  private static String program(String name) {
    if (name.equals(Containerd.PAUSE_IMAGE)) {
      return "pause";
    }
    String repository = name.contains("@") ? "" : name.substring(0, name.lastIndexOf(':'));
    return switch (repository) {
      case "docker.io/library/nginx" -> "nginx";
      case "docker.io/library/busybox" -> "busybox";
      default -> "";
    };
  }

  private OciImage build(String program, String name) throws IOException {
    return switch (program) {
      case "pause" -> pause(name);
      case "busybox" -> {
        progress.accept("building " + name + " from the distribution's busybox-static package");
        byte[] layer = BusyboxLayer.build(cache.resolve("packages"));
        yield new OciImage(
            name, architecture(), layer, List.of("sh"), List.of(PATH), List.of(), "");
      }
      default -> {
        progress.accept("building " + name + " from the distribution's own nginx package");
        byte[] layer = NginxLayer.build(cache.resolve("packages"));
        yield new OciImage(
            name,
            architecture(),
            layer,
            List.of("/bin/sh", "/start"),
            List.of(PATH),
            List.of("80/tcp"),
            "SIGQUIT");
      }
    };
  }

  private static OciImage pause(String name) throws IOException {
    byte[] layer =
        TarWriter.archive(tar -> tar.file("pause", 0755, PauseProgram.elf(architecture())));
    return new OciImage(name, architecture(), layer, List.of("/pause"), List.of(), List.of(), "");
  }

  private static String architecture() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return arch.equals("aarch64") ? "arm64" : "amd64";
  }

  private boolean present(String name) {
    return ctr("images", "list", "--quiet", "name==" + name).lines().anyMatch(name::equals);
  }

  private String ctr(String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of("ctr", "--address", socket.toString(), "--namespace", "k8s.io"));
    command.addAll(List.of(arguments));
    return Shell.run("", command);
  }
}
