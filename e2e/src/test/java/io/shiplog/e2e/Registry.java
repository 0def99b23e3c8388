package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.e2e.support.Await;
import io.shiplog.e2e.support.Ports;
import io.shiplog.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An image registry on loopback, of Debian's package docker-registry, and what it takes to push an
 * image into it (OCI distribution specification, "Pushing").
 */
final class Registry implements AutoCloseable {

  static final String USER = "puller";
  static final String PASSWORD = "secret";

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** The line of an htpasswd file for the user and the password above, with bcrypt. */
  private static final String HTPASSWD =
      USER + ":$2y$05$hCvmwuDDRU85wPjEaIywCurgdtg8MajjWPRtmMEe94ax1ut/B2Sqe\n";

  private final Path folder;
  private final String address;
  private final boolean locked;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private Registry(Path folder, boolean locked) throws IOException {
    this.folder = folder;
    this.locked = locked;
    this.address = "127.0.0.1:" + Ports.free(1).getFirst();
    ObjectNode settings = Json.object().put("version", "0.1");
    settings.putObject("log").put("level", "warn");
    settings.putObject("http").put("addr", address);
    settings
        .putObject("storage")
        .putObject("filesystem")
        .put("rootdirectory", folder.resolve("data").toString());
    if (locked) {
      Path users = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
      settings
          .putObject("auth")
          .putObject("htpasswd")
          .put("realm", "test")
          .put("path", users.toString());
    }
    // Every JSON document is a YAML one.
    Path file = Files.write(folder.resolve("config.yml"), Json.bytes(settings));
    this.process =
        new ProcessBuilder(PROGRAM.toString(), "serve", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Starts a registry that anybody may use. */
  static Registry open() throws IOException {
    return started(false);
  }

  /** Starts a registry that only {@link #USER} may use. */
  static Registry locked() throws IOException {
    return started(true);
  }

  private static Registry started(boolean locked) throws IOException {
    Machine.assumeInstalled(PROGRAM);
    Registry registry = new Registry(Files.createTempDirectory("sl-registry"), locked);
    Await.until(
        "the registry answers",
        PATIENCE,
        () -> registry.send(registry.request("/v2/").GET()).statusCode(),
        code -> code == 200);
    return registry;
  }

  /** Host and port. */
  String address() {
    return address;
  }

  /** An image's full name. */
  String name(String image) {
    return address + "/" + image;
  }

  /**
   * Pushes an image that says a word and then sleeps.
   *
   * @param image path and tag
   * @return its digest
   */
  String push(String image, String word) throws IOException {
    String path = image.substring(0, image.lastIndexOf(':'));
    String tag = image.substring(image.lastIndexOf(':') + 1);
    byte[] layer = layer(word);
    byte[] config = Json.bytes(config(layer));
    ObjectNode manifest = Json.object().put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", blob(path, CONFIG, config));
    manifest.putArray("layers").add(blob(path, LAYER, layer));
    byte[] bytes = Json.bytes(manifest);
    var put =
        request("/v2/" + path + "/manifests/" + tag)
            .header("content-type", MANIFEST)
            .PUT(BodyPublishers.ofByteArray(bytes));
    assertThat(send(put).statusCode()).isEqualTo(201);
    return digest(bytes);
  }

  /** The files: one static program, and the word. */
  private byte[] layer(String word) throws IOException {
    Path root = Files.createTempDirectory(folder, "image");
    Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
    Files.writeString(root.resolve("word"), word + "\n");
    Path archive = Files.createTempFile(folder, "layer", ".tar");
    List<String> command =
        List.of("tar", "-cf", archive.toString(), "-C", root.toString(), "busybox", "word");
    Ran.run(30, Map.of(), command).ok();
    return Files.readAllBytes(archive);
  }

  private static ObjectNode config(byte[] layer) {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    ObjectNode image =
        Json.object().put("os", "linux").put("architecture", arm ? "arm64" : "amd64");
    String script = "trap exit TERM; /busybox cat /word; /busybox sleep 1000 & wait";
    image.putObject("config").putArray("Cmd").add("/busybox").add("sh").add("-c").add(script);
    ObjectNode files = image.putObject("rootfs").put("type", "layers");
    files.putArray("diff_ids").add(digest(layer));
    return image;
  }

  /** Uploads a blob and describes it as a manifest does. */
  private ObjectNode blob(String path, String type, byte[] bytes) throws IOException {
    var begin = request("/v2/" + path + "/blobs/uploads/").POST(BodyPublishers.noBody());
    String location = send(begin).headers().firstValue("location").orElseThrow();
    URI target = URI.create(location + "&digest=" + digest(bytes));
    var put = request(target).PUT(BodyPublishers.ofByteArray(bytes));
    assertThat(send(put).statusCode()).isEqualTo(201);
    return Json.object()
        .put("mediaType", type)
        .put("digest", digest(bytes))
        .put("size", bytes.length);
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create("http://" + address + path));
  }

  private HttpRequest.Builder request(URI target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(target).timeout(PATIENCE);
    if (locked) {
      byte[] pair = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
      request.header("authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    Installation.kill(process.toHandle());
    http.close();
    Ran.run(30, Map.of(), List.of("rm", "-r", folder.toString())).ok();
  }
}
