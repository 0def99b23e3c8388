package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

  private final Vertx vertx = Vertx.vertx();
  private final Router router = Router.router(vertx);
  private final Doorkeeper keeper = new Doorkeeper();
  private HttpServer server;

  @BeforeEach
  void openThePort() {
    keeper.mount(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void closeIt() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsNotThereYetIsUnavailableAndNotUnknown() throws Exception {
    HttpResponse<String> early = get();
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(early.body()).contains("\"reason\":\"ServiceUnavailable\"");

    router.route("/api/*").handler(context -> context.response().end("pods"));
    assertThat(get().statusCode()).isEqualTo(503);

    keeper.open();
    assertThat(get().body()).isEqualTo("pods");
  }

  private HttpResponse<String> get() throws IOException, InterruptedException {
    URI pods = URI.create("http://127.0.0.1:" + server.actualPort() + "/api/v1/pods");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(pods).build(), BodyHandlers.ofString());
    }
  }
}
