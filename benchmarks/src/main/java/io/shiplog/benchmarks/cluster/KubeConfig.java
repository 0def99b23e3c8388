package io.shiplog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.manifests.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The current context of a kubeconfig.
 *
 * @param server base address of the API, without a trailing slash
 * @param authority certificates of the authority, PEM; empty: those of the JDK
 * @param certificate client certificate, PEM, with {@code key}
 * @param key private key of the client certificate, PEM
 * @param token bearer token
 * @param insecure whether the server's certificate is not looked at
 */
public record KubeConfig(
    URI server,
    Optional<byte[]> authority,
    Optional<byte[]> certificate,
    Optional<byte[]> key,
    Optional<String> token,
    boolean insecure) {

  /**
   * Reads a kubeconfig; files it names are found from its folder.
   *
   * @throws IllegalArgumentException if it lacks something or asks for what is not supported here
   *     (credentials from a program)
   * @throws UncheckedIOException if it or a file it names cannot be read
   */
  public static KubeConfig read(Path file) {
    try {
      return new Reader(file).read();
    } catch (IOException e) {
      throw new UncheckedIOException("the kubeconfig " + file + " cannot be read", e);
    }
  }

  /** Follows the names of one file. */
  private static final class Reader {

    private final Path file;
    private final JsonNode config;

    Reader(Path file) throws IOException {
      this.file = file.toAbsolutePath();
      this.config = Yaml.parse(Files.readAllBytes(file));
    }

    KubeConfig read() throws IOException {
      JsonNode context = named("contexts", config.path("current-context").asText()).path("context");
      JsonNode cluster = named("clusters", context.path("cluster").asText()).path("cluster");
      JsonNode user = named("users", context.path("user").asText()).path("user");
      if (user.has("exec") || user.has("auth-provider")) {
        throw new IllegalArgumentException(
            file + ": credentials from a program are not supported; use a token or a certificate");
      }
      Optional<String> token = Optional.ofNullable(user.path("token").asText(null));
      if (token.isEmpty() && user.has("tokenFile")) {
        Path at = file.resolveSibling(user.path("tokenFile").asText());
        token = Optional.of(Files.readString(at).strip());
      }
      return new KubeConfig(
          URI.create(cluster.path("server").asText().replaceFirst("/+$", "")),
          pem(cluster, "certificate-authority"),
          pem(user, "client-certificate"),
          pem(user, "client-key"),
          token,
          cluster.path("insecure-skip-tls-verify").asBoolean());
    }

    private JsonNode named(String list, String name) {
      for (JsonNode entry : config.path(list)) {
        if (entry.path("name").asText().equals(name)) {
          return entry;
        }
      }
      throw new IllegalArgumentException(file + ": no entry '" + name + "' in " + list);
    }

    /** Given in place as base64, or as the name of a file. */
    private Optional<byte[]> pem(JsonNode entry, String field) throws IOException {
      String data = entry.path(field + "-data").asText();
      if (!data.isEmpty()) {
        return Optional.of(
            Base64.getMimeDecoder().decode(data.getBytes(StandardCharsets.US_ASCII)));
      }
      String name = entry.path(field).asText();
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readAllBytes(file.resolveSibling(name)));
    }
  }
}
