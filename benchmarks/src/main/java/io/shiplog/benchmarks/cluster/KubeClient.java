package io.shiplog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A Kubernetes client for thousands of requests in flight: HTTP/2 over as few connections as the
 * streams need (HTTP/1.1 where the server knows no other), all on one event loop, so that on a
 * small machine the client is not what is measured. Handlers run on that loop and must not block.
 */
public final class KubeClient implements AutoCloseable {

  /** {@code Content-Type} of a merge patch. */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  /** {@code Content-Type} of a whole object. */
  public static final String JSON = "application/json";

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int WINDOW_BYTES = 16 << 20;

  private final Vertx vertx;
  private final HttpClient http;
  private final KubeConfig config;
  private final URI server;

  /**
   * A client; it connects when it is used.
   *
   * @param config where and as whom
   * @param streams the most requests and watches at a time; more wait for a place
   * @param streamsPerConnection how many share a connection; many real clients have one each
   */
  public KubeClient(KubeConfig config, int streams, int streamsPerConnection) {
    this.config = config;
    this.server = config.server();
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    int connections = Math.max(1, (streams + streamsPerConnection - 1) / streamsPerConnection);
    this.http =
        vertx.createHttpClient(
            options(streamsPerConnection),
            new PoolOptions()
                .setHttp1MaxSize(streams)
                .setHttp2MaxSize(connections)
                .setMaxWaitQueueSize(-1));
  }

  private HttpClientOptions options(int streamsPerConnection) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setHttp2MultiplexingLimit(streamsPerConnection)
            .setHttp2ConnectionWindowSize(WINDOW_BYTES)
            .setConnectTimeout(10_000);
    options.getInitialSettings().setInitialWindowSize(WINDOW_BYTES);
    if (!"https".equals(server.getScheme())) {
      return options;
    }
    options.setSsl(true).setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2);
    if (OpenSSLEngineOptions.isAvailable() && OpenSSLEngineOptions.isAlpnAvailable()) {
      // As quick as the clients' own libraries; the JDK's takes more of the machine than they do.
      options.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    options.setTrustAll(config.insecure()).setVerifyHost(!config.insecure());
    config
        .authority()
        .ifPresent(
            pem -> options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
    if (config.certificate().isPresent() && config.key().isPresent()) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .setCertValue(Buffer.buffer(config.certificate().get()))
              .setKeyValue(Buffer.buffer(config.key().get())));
    }
    return options;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body as it came
   */
  public record Reply(int status, Buffer body) {

    /** Whether the server did what it was asked. */
    public boolean ok() {
      return status / 100 == 2;
    }

    /** The body as JSON. */
    public JsonNode json() {
      return Json.parse(body.getBytes());
    }
  }

  /** Where handlers run and timers are. */
  public Vertx vertx() {
    return vertx;
  }

  /**
   * Sends a request; fails only when there is no answer.
   *
   * @param method such as {@code GET}
   * @param path with the query, from {@code /api} or {@code /apis}
   * @param type the body's {@code Content-Type}
   * @param body empty for none
   */
  public Future<Reply> send(String method, String path, String type, Buffer body) {
    return exchange(
        method,
        path,
        type,
        body,
        response -> response.body().map(it -> new Reply(response.statusCode(), it)));
  }

  /** GETs and counts the bytes of the body as they come, keeping none. */
  public Future<Long> drain(String path) {
    return open(
        path,
        response -> {
          long[] bytes = {0};
          response.handler(chunk -> bytes[0] += chunk.length());
          return response.end().map(done -> bytes[0]);
        });
  }

  /**
   * Opens a watch or another answer that goes on.
   *
   * @param path with the query
   * @param onData gets the bytes as they come, from when the answer begins
   * @return the open answer; {@code request().reset()} ends it
   */
  public Future<HttpClientResponse> stream(String path, Handler<Buffer> onData) {
    return open(path, response -> Future.succeededFuture(response.handler(onData)));
  }

  private <T> Future<T> open(String path, Function<HttpClientResponse, Future<T>> reader) {
    return exchange(
        "GET",
        path,
        JSON,
        Buffer.buffer(),
        response ->
            response.statusCode() == 200
                ? reader.apply(response)
                : Future.failedFuture("GET " + path + ": HTTP " + response.statusCode()));
  }

  /**
   * Sends a request and has the answer read in the very turn of the event loop in which it begins:
   * what comes while nobody reads is lost. A caller on another thread that added the reader to the
   * future of the answer could be too late for that.
   */
  private <T> Future<T> exchange(
      String method,
      String path,
      String type,
      Buffer body,
      Function<HttpClientResponse, Future<T>> reader) {
    return request(method, path)
        .compose(
            request ->
                (body.length() == 0
                        ? request.send()
                        : request.putHeader("content-type", type).send(body))
                    .compose(reader));
  }

  private Future<HttpClientRequest> request(String method, String path) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(method))
            .setHost(server.getHost())
            .setPort(port())
            .setURI(server.getRawPath() + path)
            .putHeader("accept", JSON);
    config.token().ifPresent(token -> options.putHeader("authorization", "Bearer " + token));
    return http.request(options);
  }

  private int port() {
    return server.getPort() != -1
        ? server.getPort()
        : "https".equals(server.getScheme()) ? 443 : 80;
  }

  /**
   * Sends a request and waits for the answer; not on the event loop.
   *
   * @throws IllegalStateException when none comes
   */
  public Reply call(String method, String path, String type, Buffer body) {
    return await(method + " " + path, send(method, path, type, body));
  }

  /**
   * Sends a request that must succeed and waits for it; not on the event loop.
   *
   * @throws IllegalStateException when it does not; the message holds the server's
   */
  public Reply must(String method, String path, String type, String body) {
    Reply reply = call(method, path, type, Buffer.buffer(body));
    if (!reply.ok()) {
      throw new IllegalStateException(
          method + " " + path + ": HTTP " + reply.status() + " " + reply.body());
    }
    return reply;
  }

  /**
   * Waits for something, two minutes at most; not on the event loop.
   *
   * @throws IllegalStateException if it fails or does not come
   */
  public static <T> T await(String what, Future<T> future) {
    return await(what, PATIENCE, future);
  }

  /**
   * Waits for something; not on the event loop.
   *
   * @throws IllegalStateException if it fails or does not come in time
   */
  public static <T> T await(String what, Duration patience, Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      String why = e.getCause() instanceof TimeoutException ? "no answer" : e.getCause().toString();
      throw new IllegalStateException(what + ": " + why, e.getCause());
    }
  }

  @Override
  public void close() {
    await("closing the client", http.close());
    await("ending the event loop", vertx.close());
  }
}
