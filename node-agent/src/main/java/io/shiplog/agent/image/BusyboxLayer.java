package io.shiplog.agent.image;

import io.shiplog.agent.machine.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a busybox image: one static program under all its names. */
final class BusyboxLayer {

  private BusyboxLayer() {}

  /** The layer as a tar archive, from the package busybox-static. */
  static byte[] build(Path packages) throws IOException {
    Path program = program(packages);
    return TarWriter.archive(
        tar -> {
          addTo(tar, program);
          tar.directory("etc", 0755);
          tar.file(
              "etc/passwd",
              0644,
              text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"));
          tar.file("etc/group", 0644, text("root:x:0:\nnogroup:x:65534:\n"));
          tar.directory("root", 0700);
          tar.directory("tmp", 01777);
          tar.directory("var", 0755);
        });
  }

  /** The static busybox of the distribution. */
  static Path program(Path packages) throws IOException {
    return new Packages(packages).unpacked(List.of("busybox-static")).resolve("bin/busybox");
  }

  /** Adds /bin with busybox and a link for each thing it can do. */
  static void addTo(TarWriter tar, Path program) throws IOException {
    tar.directory("bin", 0755);
    tar.file("bin/busybox", 0755, Files.readAllBytes(program));
    for (String applet : Shell.run(program.toString(), "--list").lines().toList()) {
      if (!applet.equals("busybox") && !applet.isBlank()) {
        tar.link("bin/" + applet.strip(), "busybox");
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
