package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.readmodel.ReadModel;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.NodeInbox;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import io.shiplog.topics.NodeRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@code GET …/pods/x/log}: asks the pod's node and passes on what it sends. */
final class PodLogs {

  private static final List<String> FLAGS = List.of("follow", "previous", "timestamps");
  private static final List<String> NUMBERS = List.of("tailLines", "sinceSeconds", "limitBytes");

  private final ReadModel model;
  private final NodeStreams streams;

  PodLogs(ReadModel model, NodeStreams streams) {
    this.model = model;
    this.streams = streams;
  }

  /** Null means that the stream has taken over the response. */
  CompletionStage<Answer> logs(Exchange exchange) {
    ResourcePath path = exchange.path();
    KubeObject pod = model.store().require(path.type(), path.key()).parse();
    Map<String, String> options = options(path.name(), exchange.query());
    String container = LogContainer.choose(pod, exchange.query().text("container"));
    String node = pod.spec().path("nodeName").asText("");
    if (node.isEmpty()) {
      return CompletableFuture.completedStage(new Answer(204, Answer.JSON, List.of(), List.of()));
    }
    requireAgent(node);
    LogContainer.requireLog(pod, container, options.containsKey("previous"));
    NodeRequest request =
        new NodeRequest(
            UUID.randomUUID().toString(),
            "logs",
            pod.namespace(),
            pod.name(),
            pod.uid(),
            container,
            options);
    Runnable cancel = () -> streams.cancel(node, request.id());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (LogSocket.wanted(exchange)) {
      LogSocket.accept(exchange, cancel)
          .onFailure(answer::completeExceptionally)
          .onSuccess(
              socket -> {
                answer.complete(null);
                open(
                    node,
                    request,
                    socket,
                    refusal -> socket.end(Json.bytes(StatusJson.failure(refusal))));
              });
    } else {
      open(
          node,
          request,
          new LogStream(exchange, answer, cancel),
          refusal -> answer.completeExceptionally(new ApiException(refusal)));
    }
    return answer;
  }

  private void open(
      String node,
      NodeRequest request,
      NodeStreams.Receiver receiver,
      Consumer<Status> unreachable) {
    streams
        .open(node, request, receiver)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                unreachable.accept(
                    Status.unavailable(
                        "node " + node + " cannot be asked: " + failure.getMessage(), 1));
              }
            });
  }

  /** A node that asked for no inbox has no topics: a request to it would wait for them in vain. */
  private void requireAgent(String node) {
    boolean silent =
        model
            .store()
            .get(Catalogue.NODES.key("", node))
            .filter(object -> !NodeInbox.wanted(object.parse()))
            .isPresent();
    if (silent) {
      throw new ApiException(
          Status.badRequest("node " + node + " has no agent that could be asked for logs"));
    }
  }

  private static Map<String, String> options(String pod, Query query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String flag : FLAGS) {
      if (query.flag(flag)) {
        options.put(flag, "true");
      }
    }
    for (String number : NUMBERS) {
      query.number(number).ifPresent(value -> options.put(number, checked(pod, number, value)));
    }
    if (!query.text("sinceTime").isEmpty()) {
      options.put("sinceTime", query.text("sinceTime"));
    }
    return options;
  }

  private static String checked(String pod, String option, long value) {
    if (value >= 0) {
      return Long.toString(value);
    }
    FieldError error = FieldError.invalid(option, value, "must be greater than or equal to 0");
    throw new ApiException(
        new Status(
            422,
            "Invalid",
            "PodLogOptions \"" + pod + "\" is invalid: " + error,
            new Status.Details(
                pod,
                "",
                "PodLogOptions",
                null,
                List.of(new Status.Cause(error.reason(), error.message(), error.field())),
                0)));
  }

  /** What a node said at the end of a stream, as a Status; null if all is well. */
  static Status failure(byte[] end) {
    if (end.length == 0) {
      return null;
    }
    ObjectNode json;
    try {
      json = Json.parseObject(end);
    } catch (IllegalArgumentException e) {
      return Status.internal("the node's answer cannot be read: " + e.getMessage());
    }
    return json.path("code").asInt(500) < 400
        ? null
        : new Status(
            json.path("code").asInt(500),
            json.path("reason").asText("InternalError"),
            json.path("message").asText("the node gave no reason"),
            null);
  }
}
