package io.shiplog.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.manifests.Yaml;
import io.shiplog.model.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The little of a Kubernetes client that the launcher needs, from the administrator's kubeconfig.
 */
final class ApiClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final char[] NO_PASSWORD = new char[0];

  private final HttpClient http;
  private final String server;

  private ApiClient(HttpClient http, String server) {
    this.http = http;
    this.server = server;
  }

  /** An answer: the HTTP status and the body. */
  record Answer(int code, String text) {

    boolean ok() {
      return code / 100 == 2;
    }

    /** The body as JSON. */
    JsonNode json() {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the server says is wrong: the Status message, or the body. */
    String problem() {
      try {
        String message = json().path("message").asText("");
        return message.isEmpty() ? text : message;
      } catch (IllegalArgumentException e) {
        return text;
      }
    }
  }

  /** A client with the credentials of a kubeconfig's only user. */
  static ApiClient of(Path kubeconfig) {
    try {
      JsonNode config = Yaml.parse(Files.readAllBytes(kubeconfig));
      JsonNode cluster = config.path("clusters").path(0).path("cluster");
      JsonNode user = config.path("users").path(0).path("user");
      SSLContext tls =
          tls(
              decode(cluster, "certificate-authority-data"),
              decode(user, "client-certificate-data"),
              decode(user, "client-key-data"));
      HttpClient http =
          HttpClient.newBuilder()
              .sslContext(tls)
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(2))
              .build();
      return new ApiClient(http, cluster.path("server").asText());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new LaunchException("the kubeconfig " + kubeconfig + " cannot be used", e);
    }
  }

  String server() {
    return server;
  }

  /** GETs a path; empty while nobody listens there. */
  Optional<Answer> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server + path)).GET());
  }

  /** GETs a path as JSON. */
  JsonNode read(String path) {
    Answer answer = get(path).orElseThrow(() -> new LaunchException("nobody answers at " + server));
    if (!answer.ok()) {
      throw new LaunchException(path + ": " + answer.problem());
    }
    return answer.json();
  }

  /** Applies one manifest, server-side. */
  Answer apply(String path, byte[] manifest) {
    String query = "?fieldManager=shiplog-up&force=true&fieldValidation=Strict";
    return call("PATCH", path + query, "application/apply-patch+yaml", manifest);
  }

  /** Sends a body of a content type. */
  Answer call(String method, String path, String contentType, byte[] body) {
    return send(HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofByteArray(body)))
        .orElseThrow(() -> new LaunchException("nobody answers at " + server));
  }

  private Optional<Answer> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(
              request.timeout(TIMEOUT).header("Accept", "application/json").build(),
              HttpResponse.BodyHandlers.ofString());
      return Optional.of(new Answer(response.statusCode(), response.body()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException("interrupted");
    }
  }

  private static byte[] decode(JsonNode node, String field) {
    return Base64.getDecoder().decode(node.path(field).asText());
  }

  private static SSLContext tls(byte[] authority, byte[] certificate, byte[] key)
      throws GeneralSecurityException, IOException {
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, NO_PASSWORD);
    trusted.setCertificateEntry(
        "ca", x509.generateCertificate(new ByteArrayInputStream(authority)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, NO_PASSWORD);
    own.setKeyEntry(
        "admin",
        PrivateKeys.read(key),
        NO_PASSWORD,
        new Certificate[] {x509.generateCertificate(new ByteArrayInputStream(certificate))});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
