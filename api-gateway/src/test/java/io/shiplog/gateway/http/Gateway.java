package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.gateway.GatewayConfig;
import io.shiplog.gateway.GatewayService;
import io.shiplog.ledger.runtime.BrokerProcess;
import io.shiplog.model.Json;
import io.shiplog.model.command.UserInfo;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gateway with a ledger and a broker of its own, for all tests of this JVM. */
public final class Gateway {

  public static final String ADMIN = "admin-token";
  static final String NODE = "node-token";

  private static Gateway shared;

  private final HttpClient client = HttpClient.newHttpClient();
  private final KafkaSettings kafka;
  private final int port;

  private Gateway(KafkaSettings kafka, int port) {
    this.kafka = kafka;
    this.port = port;
  }

  /** Started when first asked for; ends with the JVM. */
  public static synchronized Gateway shared() throws Exception {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  private static Gateway start() throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "gateway-test");
    BrokerProcess broker = BrokerProcess.start(folder);
    GatewayService service =
        new GatewayService(
            new GatewayConfig(
                broker.settings(),
                RandomSeal.withKey(new byte[32]),
                "gateway-under-test",
                Map.of(
                    ADMIN,
                    new UserInfo("kubernetes-admin", List.of("system:masters")),
                    NODE,
                    UserInfo.node("n1")),
                "",
                Duration.ofSeconds(30),
                false));
    service.start();
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    service.mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    Gateway gateway = new Gateway(broker.settings(), server.actualPort());
    gateway.awaitNamespace("default");
    return gateway;
  }

  KafkaSettings kafka() {
    return kafka;
  }

  public URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  public HttpClient client() {
    return client;
  }

  /** A request by the administrator. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri("http", path)).header("Authorization", "Bearer " + ADMIN);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A namespace of the test's own. */
  void makeNamespace(String name) throws IOException, InterruptedException {
    send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parseObject(response.body());
  }

  /** Asks until the ledger has made a namespace; a gateway that is not ready answers 503. */
  private void awaitNamespace(String name) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    int code = 0;
    while (code != 200) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no namespace " + name + " after a minute: " + code);
      }
      code = get("/api/v1/namespaces/" + name).statusCode();
    }
  }
}
