package io.shiplog.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The HTTPS API of one gateway, as the administrator or as nobody. */
public final class Api {

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final HttpClient client;
  private final String server;
  private final String authorization;
  private final Duration patience;

  private Api(HttpClient client, String server, String authorization, Duration patience) {
    this.client = client;
    this.server = server;
    this.authorization = authorization;
    this.patience = patience;
  }

  /**
   * The API on that port of loopback, by the credentials in a folder that a gateway filled.
   *
   * @param pki has {@code ca.crt} and {@code admin.token}
   */
  public static Api of(Path pki, int port) throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(trusting(pki.resolve("ca.crt")))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    String token = Files.readString(pki.resolve("admin.token")).strip();
    return new Api(client, "https://127.0.0.1:" + port, "Bearer " + token, PATIENCE);
  }

  /** The same for someone with another Authorization header; none where it is empty. */
  public Api as(String other) {
    return new Api(client, server, other, patience);
  }

  /** The same for someone who waits that long for an answer to begin. */
  public Api waiting(Duration other) {
    return new Api(client, server, authorization, other);
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body as it came
   */
  public record Reply(int status, String body) {

    /** The body as JSON. */
    public JsonNode json() throws IOException {
      return Json.MAPPER.readTree(body);
    }
  }

  public Reply get(String path) throws IOException {
    return send("GET", path, "application/json", "");
  }

  public Reply post(String path, String json) throws IOException {
    return send("POST", path, "application/json", json);
  }

  /** Any request. */
  public Reply send(String method, String path, String type, String body) throws IOException {
    return reply(request(path).header("Content-Type", type).method(method, publisher(body)));
  }

  /** A request whose answer is read as it comes, such as a watch. */
  public HttpResponse<InputStream> open(String path) throws IOException {
    try {
      return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HttpRequest.BodyPublisher publisher(String body) {
    return body.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(body);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(patience);
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private Reply reply(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static SSLContext trusting(Path ca) throws IOException {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS with the CA in " + ca, e);
    }
  }
}
