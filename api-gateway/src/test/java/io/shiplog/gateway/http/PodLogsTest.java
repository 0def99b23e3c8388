package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import io.shiplog.topics.Headers;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs through a node's topics; the test plays the node. */
class PodLogsTest {

  private static final String NODE = "n1";
  private static final String PODS = "/api/v1/namespaces/logs/pods";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Gateway gateway;
  private static KafkaConsumer<String, byte[]> requests;
  private static KafkaProducer<String, byte[]> replies;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
    gateway.makeNamespace("logs");
    TopicMaker.ensure(gateway.kafka(), Topics.node(NODE));
    requests = gateway.kafka().openConsumer(Map.of("auto.offset.reset", "earliest"));
    requests.assign(List.of(new TopicPartition(Topics.requests(NODE), 0)));
    replies = gateway.kafka().openProducer(Map.of());
    makePod("running", "\"running\":{}", "one");
    makePod("waiting", "\"waiting\":{\"reason\":\"ContainerCreating\"}", "one");
    makePod("two", "\"running\":{}", "one", "other");
  }

  @AfterAll
  static void stop() {
    requests.close();
    replies.close();
  }

  @Test
  void theNodesBytesComeInOrderAndEndWithItsEnd() throws Exception {
    var response =
        gateway
            .client()
            .sendAsync(
                gateway.request(PODS + "/running/log?tailLines=2&follow=true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
    ConsumerRecord<String, byte[]> asked = nextRequest();
    NodeRequest request = Json.MAPPER.readValue(asked.value(), NodeRequest.class);
    assertThat(request.type()).isEqualTo("logs");
    assertThat(request.pod()).isEqualTo("running");
    assertThat(request.container()).isEqualTo("one");
    assertThat(request.options()).isEqualTo(Map.of("tailLines", "2", "follow", "true"));

    reply(asked.key(), "first\n", false);
    InputStream body = response.get().body();
    assertThat(body.readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("first\n");
    reply("of-someone-else", "noise\n", false);
    reply(null, "noise\n", false);
    reply(asked.key(), "second\n", false);
    reply(asked.key(), "", true);
    assertThat(body.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("second\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | 1000 | ''", "{\"code\":400,\"message\":\"no such log\"} | 1011 | no such log"})
  void aWebSocketGetsTheBytesAndClosesAtTheEnd(String end, int code, String reason)
      throws Exception {
    Listening listener = new Listening();
    gateway
        .client()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + Gateway.ADMIN)
        .buildAsync(gateway.uri("ws", PODS + "/running/log"), listener);
    ConsumerRecord<String, byte[]> asked = nextRequest();
    reply(asked.key(), "first\n", false);
    reply(asked.key(), "second\n", false);
    reply(asked.key(), end, true);

    assertThat(listener.closed.get(20, TimeUnit.SECONDS)).isEqualTo(code + " " + reason);
    assertThat(listener.text.toString(StandardCharsets.UTF_8)).isEqualTo("first\nsecond\n");
  }

  @Test
  void whoLeavesBeforeTheNodeIsAskedFollowsNothing() {
    String id = UUID.randomUUID().toString();
    NodeRequest request = new NodeRequest(id, "logs", "logs", "running", "u", "one", Map.of());
    try (NodeStreams streams = new NodeStreams(gateway.kafka())) {
      streams.open(NODE, request, new Nobody());
      streams.cancel(NODE, id);
      streams.start();
      assertThat(nextRequest(id).value()).isNotNull();
      assertThat(nextRequest(id).value()).as("the node is told to stop").isNull();
    }
  }

  private static final class Nobody implements NodeStreams.Receiver {
    @Override
    public void data(byte[] bytes) {}

    @Override
    public void end(byte[] status) {}
  }

  private static ConsumerRecord<String, byte[]> nextRequest(String id) {
    ConsumerRecord<String, byte[]> next = nextRequest();
    while (!next.key().equals(id)) {
      next = nextRequest();
    }
    return next;
  }

  /** Collects what a WebSocket brings. */
  private static final class Listening implements WebSocket.Listener {

    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      text.writeBytes(bytes);
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }

  @Test
  void theNodesRefusalIsTheAnswer() throws Exception {
    var response =
        gateway
            .client()
            .sendAsync(
                gateway.request(PODS + "/running/log").build(),
                HttpResponse.BodyHandlers.ofString());
    String refusal = StatusJson.failure(Status.badRequest("no such log")).toString();
    reply(nextRequest().key(), refusal, true);

    assertThat(response.get().statusCode()).isEqualTo(400);
    assertThat(Gateway.json(response.get()).path("message").asText()).isEqualTo("no such log");
  }

  @Test
  void aClientThatLeavesCancelsTheRequest() throws Exception {
    var response =
        gateway
            .client()
            .sendAsync(
                gateway.request(PODS + "/running/log?follow=true").build(),
                HttpResponse.BodyHandlers.ofInputStream());
    ConsumerRecord<String, byte[]> asked = nextRequest();
    reply(asked.key(), "line\n", false);
    response.get().body().close();

    ConsumerRecord<String, byte[]> cancelled = nextRequest();
    assertThat(cancelled.key()).isEqualTo(asked.key());
    assertThat(cancelled.value()).isNull();
  }

  @Test
  void aContainerMustBeNamedAndHaveStarted() throws Exception {
    assertThat(message(PODS + "/two/log"))
        .isEqualTo("a container name must be specified for pod two, choose one of: [one other]");
    assertThat(message(PODS + "/two/log?container=third"))
        .isEqualTo("container third is not valid for pod two");
    assertThat(message(PODS + "/waiting/log"))
        .isEqualTo("container \"one\" in pod \"waiting\" is waiting to start: ContainerCreating");
    assertThat(message(PODS + "/running/log?previous=true"))
        .isEqualTo("previous terminated container \"one\" in pod \"running\" not found");
    assertThat(message(PODS + "/none/log")).isEqualTo("pods \"none\" not found");
  }

  private static String message(String path) throws Exception {
    return Gateway.json(gateway.get(path)).path("message").asText();
  }

  @Test
  void aNodeWithoutAnAgentIsNotAsked() throws Exception {
    gateway.send(
        "POST",
        "/api/v1/nodes",
        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"mute\"}}");
    gateway.send(
        "POST",
        PODS,
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"unheard\"},"
            + "\"spec\":{\"nodeName\":\"mute\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    HttpResponse<String> answer = gateway.send(gateway.request(PODS + "/unheard/log").GET());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("node mute has no agent that could be asked for logs");
  }

  private static void makePod(String name, String state, String... containers) throws Exception {
    StringBuilder list = new StringBuilder();
    StringBuilder states = new StringBuilder();
    for (String container : containers) {
      String comma = list.isEmpty() ? "" : ",";
      list.append(comma).append("{\"name\":\"" + container + "\",\"image\":\"i\"}");
      states
          .append(comma)
          .append("{\"name\":\"" + container + "\",\"image\":\"i\",\"imageID\":\"\",")
          .append("\"ready\":true,\"restartCount\":0,\"state\":{" + state + "}}");
    }
    String metadata = "\"metadata\":{\"name\":\"" + name + "\"}";
    gateway.send(
        "POST",
        PODS,
        "{"
            + metadata
            + ",\"spec\":{\"nodeName\":\""
            + NODE
            + "\",\"containers\":["
            + list
            + "]}}");
    HttpResponse<String> status =
        gateway.send(
            gateway
                .request(PODS + "/" + name + "/status")
                .header("Content-Type", "application/merge-patch+json")
                .method(
                    "PATCH",
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"status\":{\"containerStatuses\":[" + states + "]}}")));
    assertThat(status.statusCode()).describedAs(status.body()).isEqualTo(200);
  }

  private static ConsumerRecord<String, byte[]> nextRequest() {
    for (ConsumerRecord<String, byte[]> record : requests.poll(PATIENCE)) {
      requests.seek(new TopicPartition(record.topic(), 0), record.offset() + 1);
      return record;
    }
    throw new AssertionError("no request came within " + PATIENCE);
  }

  private static void reply(String id, String text, boolean end) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.replies(NODE), 0, id, text.getBytes(StandardCharsets.UTF_8));
    if (end) {
      Headers.put(record.headers(), Headers.END, "");
    }
    replies.send(record);
    replies.flush();
  }
}
