package io.shiplog.agent.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a container how it is, over the network. */
final class ProbeCalls {

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

  /**
   * An HTTP GET: good from 200 to 399 (core/v1 HTTPGetAction). The whole answer, the beginning of
   * its body included, has to be there in time.
   */
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
      return answer(request(get, url), client(scheme), url, timeoutSeconds);
    } catch (IllegalArgumentException e) {
      return Answer.bad("Get \"" + url + "\": " + words(e));
    }
  }

  private static HttpRequest request(JsonNode get, String url) {
    HttpRequest.Builder request =
        ProbeHttp.request(URI.create(url)).header("User-Agent", "kube-probe/1.36");
    for (JsonNode header : get.path("httpHeaders")) {
      request.header(header.path("name").asText(), header.path("value").asText());
    }
    return request.build();
  }

  private static Answer answer(HttpRequest request, HttpClient client, String url, long seconds) {
    CompletableFuture<HttpResponse<Void>> asked = client.sendAsync(request, ProbeBody.HANDLER);
    try {
      int code = asked.get(seconds, TimeUnit.SECONDS).statusCode();
      return code >= 200 && code < 400
          ? Answer.GOOD
          : Answer.bad("HTTP probe failed with statuscode: " + code);
    } catch (ExecutionException e) {
      return Answer.bad("Get \"" + url + "\": " + words(e.getCause()));
    } catch (TimeoutException e) {
      return Answer.bad("Get \"" + url + "\": no answer within " + seconds + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.bad("interrupted");
    } finally {
      asked.cancel(true);
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
    return scheme.equals("https") ? ProbeHttp.TRUSTING : ProbeHttp.PLAIN;
  }

  private static String words(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
