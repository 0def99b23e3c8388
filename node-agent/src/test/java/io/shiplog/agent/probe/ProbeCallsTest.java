package io.shiplog.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shiplog.agent.decide.probe.ProbeAnswer;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ProbeCallsTest {

  private static final JsonNode NO_PORTS = MissingNode.getInstance();

  /** What a server does with a connection once it has read the request's head. */
  private interface Conduct {
    void answer(String head, OutputStream out) throws IOException;
  }

  @Test
  void serverThatStallsInItsBodySaysNothing() throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
              over.join();
            })) {
      ProbeAnswer answer = ask(server, "");
      assertThat(answer.counts()).isFalse();
      assertThat(answer.message())
          .isEqualTo(
              "errored and resulted in failure state: context deadline exceeded"
                  + " (Client.Timeout or context cancellation while reading body)");
    } finally {
      over.complete(null);
    }
  }

  /** What servers do instead of answering, and a kubelet's words for it; A is their address. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      delimiterString = " -> ",
      value = {
        "'' -> Get \"http://A/ok%20ay\": EOF",
        "HTTP/1.1 200 -> Get \"http://A/ok%20ay\": net/http: HTTP/1.x transport connection broken:"
            + " malformed HTTP response \"HTTP/1.1 200\"",
        "'SSH-2.0-x\r\n' -> Get \"http://A/ok%20ay\": net/http: HTTP/1.x transport connection"
            + " broken: malformed HTTP response \"SSH-2.0-x\"",
        "stall -> Get \"http://A/ok%20ay\": context deadline exceeded"
            + " (Client.Timeout exceeded while awaiting headers)",
        "'HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n' ->"
            + " HTTP probe failed with statuscode: 503",
      })
  void refusals(String conduct, String message) throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              if (conduct.equals("stall")) {
                over.join();
              }
              write(out, conduct.replace("\\r", "\r").replace("\\n", "\n"));
            })) {
      String address = "127.0.0.1:" + server.getLocalPort();
      assertThat(ask(server, ",\"path\":\"/ok ay\"").message())
          .isEqualTo(message.replace("//A/", "//" + address + "/"));
    } finally {
      over.complete(null);
    }
  }

  @Test
  void closedPortsAndUnknownNamesAreToldInGosWords() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    JsonNode get = Json.object().put("port", port).put("path", "/healthz");
    assertThat(ProbeCalls.http(get, "127.0.0.1", NO_PORTS, 1).message())
        .isEqualTo(
            "Get \"http://127.0.0.1:%1$d/healthz\": dial tcp 127.0.0.1:%1$d: connect: connection refused"
                .formatted(port));
    JsonNode tcp = Json.object().put("port", port).put("host", "127.0.0.2");
    assertThat(ProbeCalls.tcp(tcp, "127.0.0.1", NO_PORTS, 1).message())
        .isEqualTo("dial tcp 127.0.0.2:%d: connect: connection refused".formatted(port));
    JsonNode named = Json.object().put("port", "web");
    assertThat(ProbeCalls.tcp(named, "127.0.0.1", NO_PORTS, 1))
        .isEqualTo(ProbeAnswer.error("unknown", "port web not found"));
    JsonNode away = Json.object().put("port", port).put("host", "no-such-name.invalid");
    assertThat(ProbeCalls.http(away, "127.0.0.1", NO_PORTS, 1).message())
        .endsWith("dial tcp: lookup no-such-name.invalid: no such host");
  }

  @Test
  void answerWithoutTlsIsTold() throws Exception {
    try (ServerSocket server =
        serveRaw((head, out) -> write(out, "HTTP/1.0 400 Bad Request\r\n\r\n"))) {
      assertThat(ask(server, ",\"scheme\":\"HTTPS\"").message())
          .endsWith("/\": http: server gave HTTP response to HTTPS client");
    }
  }

  /** Where redirects lead decides, within the same host; elsewhere nobody is asked. */
  @ParameterizedTest
  @CsvSource({
    "/bad,                       FAILURE, 2",
    "/good,                      SUCCESS, 2",
    "http://192.0.2.250/good,    WARNING, 1",
    "/again,                     FAILURE, 10",
  })
  void redirects(String location, ProbeAnswer.Verdict verdict, int asked) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              requests.incrementAndGet();
              String first = head.substring(0, head.indexOf("\r\n"));
              switch (first) {
                case "GET /good HTTP/1.1" -> write(out, "HTTP/1.1 200 OK\r\n\r\n");
                case "GET /bad HTTP/1.1" -> write(out, "HTTP/1.1 404 Not Found\r\n\r\n");
                default -> write(out, "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\n\r\n");
              }
            })) {
      ProbeAnswer answer = ask(server, "");
      assertThat(answer.verdict()).isEqualTo(verdict);
      assertThat(requests).hasValue(asked);
      if (asked == 10) {
        assertThat(answer.message()).isEqualTo("Get \"/again\": stopped after 10 redirects");
      }
    }
  }

  @Test
  void bodyWithoutEndIsNotReadToItsEnd() throws Exception {
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              write(out, "HTTP/1.1 200 OK\r\n\r\n");
              try {
                while (true) {
                  write(out, "more");
                }
              } catch (IOException e) {
                hungUp.complete(null);
              }
            })) {
      assertThat(ask(server, "").good()).isTrue();
      hungUp.join();
    }
  }

  @Test
  void probeNamesTheHostThatItIsTold() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              heard.complete(head);
              write(out, "HTTP/1.1 204 No Content\r\n\r\n");
            })) {
      String headers = ",\"httpHeaders\":[{\"name\":\"Host\",\"value\":\"shop.example\"}]";
      assertThat(ask(server, headers).good()).isTrue();
      assertThat(heard.join()).containsOnlyOnce("Host:").contains("Host: shop.example\r\n");
    }
  }

  private static ProbeAnswer ask(ServerSocket server, String more) {
    JsonNode get = Json.parseObject("{\"port\":%d%s}".formatted(server.getLocalPort(), more));
    return ProbeCalls.http(get, "127.0.0.1", NO_PORTS, 1);
  }

  private static ServerSocket serve(Conduct conduct) throws IOException {
    return serveRaw((in, out) -> conduct.answer(head(in), out));
  }

  /** What a server does with a connection before it has read anything. */
  private interface RawConduct {
    void answer(InputStream in, OutputStream out) throws IOException;
  }

  private static ServerSocket serveRaw(RawConduct conduct) throws IOException {
    ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  conduct.answer(socket.getInputStream(), socket.getOutputStream());
                  socket.shutdownOutput();
                } catch (IOException e) {
                  // The probe hung up, or the test is over.
                }
              }
            });
    return server;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
