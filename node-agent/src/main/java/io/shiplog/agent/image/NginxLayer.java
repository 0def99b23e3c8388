package io.shiplog.agent.image;

import io.shiplog.agent.machine.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an nginx image: the distribution's nginx with the libraries it loads, and busybox
 * for a shell. The page it serves tells the name of the pod, so that balancing can be seen.
 */
final class NginxLayer {

  private static final Pattern LIBRARY = Pattern.compile("(\\S+) (?:=> )?(/\\S+)? ?\\(0x");

  /** Logs go to the container's output; one process that stays in front. */
  private static final String CONF =
      """
      worker_processes 1;
      error_log /dev/stderr notice;
      pid /run/nginx.pid;
      events { worker_connections 512; }
      http {
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
        access_log /dev/stdout;
        sendfile on;
        keepalive_timeout 65;
        server {
          listen 80;
          root /usr/share/nginx/html;
          index index.html;
        }
      }
      """;

  private static final String START =
      """
      name=$(hostname)
      cat > /usr/share/nginx/html/index.html <<PAGE
      <!DOCTYPE html>
      <title>Welcome to nginx!</title>
      <h1>Welcome to nginx!</h1>
      <p>Served by $name.</p>
      PAGE
      exec /usr/sbin/nginx -g 'daemon off;'
      """;

  private NginxLayer() {}

  /** The layer as a tar archive. */
  static byte[] build(Path packages) throws IOException {
    Path root = new Packages(packages).unpacked(List.of("nginx", "nginx-common"));
    Path busybox = BusyboxLayer.program(packages);
    Path nginx = root.resolve("usr/sbin/nginx");
    Map<String, Path> libraries = libraries(nginx);
    return TarWriter.archive(
        tar -> {
          BusyboxLayer.addTo(tar, busybox);
          folders(tar);
          tar.file("usr/sbin/nginx", 0755, Files.readAllBytes(nginx));
          tar.file(
              "etc/nginx/mime.types",
              0644,
              Files.readAllBytes(root.resolve("etc/nginx/mime.types")));
          tar.file("etc/nginx/nginx.conf", 0644, text(CONF));
          tar.file(
              "etc/passwd",
              0644,
              text("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n"));
          tar.file("etc/group", 0644, text("root:x:0:\nnogroup:x:65534:\n"));
          tar.file("start", 0755, text(START));
          for (Map.Entry<String, Path> library : libraries.entrySet()) {
            tar.file(library.getKey(), 0755, Files.readAllBytes(library.getValue()));
          }
        });
  }

  private static void folders(TarWriter tar) throws IOException {
    for (String folder :
        List.of(
            "etc",
            "etc/nginx",
            "run",
            "tmp",
            "usr",
            "usr/sbin",
            "usr/share",
            "usr/share/nginx",
            "usr/share/nginx/html",
            "var",
            "var/lib",
            "var/lib/nginx",
            "var/log",
            "var/log/nginx",
            "lib",
            "lib64")) {
      tar.directory(folder, 0755);
    }
  }

  /** What the dynamic linker would load, by the path it is to have in the image. */
  private static Map<String, Path> libraries(Path program) throws IOException {
    Map<String, Path> found = new TreeMap<>();
    for (String line : Shell.run("ldd", program.toString()).lines().toList()) {
      Matcher matcher = LIBRARY.matcher(line.strip());
      if (matcher.find()) {
        String path = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
        if (path.startsWith("/")) {
          String name = Path.of(path).getFileName().toString();
          String inside = name.startsWith("ld-linux") ? path.substring(1) : "lib/" + name;
          found.put(inside, Path.of(path).toRealPath());
        }
      } else if (line.contains("not found")) {
        throw new IOException("nginx needs a library that this machine lacks: " + line.strip());
      }
    }
    return found;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
