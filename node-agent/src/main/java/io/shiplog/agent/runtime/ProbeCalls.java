package io.shiplog.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a container how it is, over the network. */
final class ProbeCalls {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private ProbeCalls() {}

  /**
   * An answer.
   *
   * @param message why it is not good; empty if it is
   */
  record Answer(boolean good, String message) {
    static final Answer GOOD = new Answer(true, "");

    static Answer bad(String message) {
      return new Answer(false, message);
    }
  }

  /** An HTTP GET: good from 200 to 399 (core/v1 HTTPGetAction). */
  static Answer http(JsonNode get, String ip, JsonNode ports, long timeoutSeconds) {
    String host = get.path("host").asText("");
    int port = port(get.path("port"), ports);
    String scheme = get.path("scheme").asText("HTTP").toLowerCase(java.util.Locale.ROOT);
    String path = get.path("path").asText("/");
    String url =
        scheme
            + "://"
            + (host.isEmpty() ? ip : host)
            + ":"
            + port
            + (path.startsWith("/") ? path : "/" + path);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofSeconds(timeoutSeconds))
              .header("User-Agent", "kube-probe/1.36");
      for (JsonNode header : get.path("httpHeaders")) {
        if (!header.path("name").asText().equalsIgnoreCase("host")) {
          request.header(header.path("name").asText(), header.path("value").asText());
        }
      }
      HttpResponse<Void> response =
          client(scheme).send(request.build(), HttpResponse.BodyHandlers.discarding());
      int code = response.statusCode();
      return code >= 200 && code < 400
          ? Answer.GOOD
          : Answer.bad("HTTP probe failed with statuscode: " + code);
    } catch (IOException | IllegalArgumentException e) {
      return Answer.bad("Get \"" + url + "\": " + words(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.bad("interrupted");
    }
  }

  /** A TCP connection: good if it is accepted. */
  static Answer tcp(JsonNode tcp, String ip, JsonNode ports, int timeoutSeconds) {
    String host = tcp.path("host").asText("");
    int port = port(tcp.path("port"), ports);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(host.isEmpty() ? ip : host, port), timeoutSeconds * 1000);
      return Answer.GOOD;
    } catch (IOException e) {
      return Answer.bad("dial tcp " + ip + ":" + port + ": " + words(e));
    }
  }

  /** The port's number, or that of the container's port of that name; 0 if there is none. */
  static int port(JsonNode port, JsonNode ports) {
    if (port.isNumber() || port.asText().matches("\\d+")) {
      return port.asInt();
    }
    for (JsonNode candidate : ports) {
      if (candidate.path("name").asText().equals(port.asText())) {
        return candidate.path("containerPort").asInt();
      }
    }
    return 0;
  }

  private static HttpClient client(String scheme) {
    return scheme.equals("https") ? TrustingHttp.CLIENT : HTTP;
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
