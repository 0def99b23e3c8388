package io.shiplog.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shiplog.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProbeCallsTest {

  /** What a server does with a connection once it has read the request's head. */
  private interface Conduct {
    void answer(String head, OutputStream out) throws IOException;
  }

  @Test
  void serverThatStallsInItsBodyHasNotAnswered() throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    try (ServerSocket server =
        serve(
            (head, out) -> {
              write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
              over.join();
            })) {
      assertThat(ask(server, "").message()).endsWith("no answer within 1 s");
    } finally {
      over.complete(null);
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

  private static ProbeCalls.Answer ask(ServerSocket server, String more) {
    JsonNode get = Json.parseObject("{\"port\":%d%s}".formatted(server.getLocalPort(), more));
    return ProbeCalls.http(get, "127.0.0.1", MissingNode.getInstance(), 1);
  }

  private static ServerSocket serve(Conduct conduct) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                conduct.answer(head(socket.getInputStream()), socket.getOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
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
