package io.shiplog.gateway.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.manifests.Yaml;
import io.shiplog.model.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends the requests of themes to a server, one after the other. */
final class Player {

  /** {@code ${request:/pointer}}: what the answer to an earlier request of the theme said. */
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]+):([^}]+)}");

  private final Server server;
  private final Normalizer normalizer = new Normalizer();

  Player(Server server) {
    this.server = server;
  }

  /** The answers to a theme's requests, by their names, without what differs from run to run. */
  Map<String, ObjectNode> play(Theme theme) throws IOException, InterruptedException {
    prepare(theme.namespace());
    Map<String, ObjectNode> answers = new LinkedHashMap<>();
    Map<String, JsonNode> bodies = new HashMap<>();
    for (Ask ask : theme.asks()) {
      HttpResponse<String> response =
          server.send(
              ask.method(),
              resolve(ask.path(), bodies),
              ask.type(),
              ask.accept(),
              resolve(ask.body(), bodies));
      JsonNode body = body(response);
      bodies.put(ask.name(), body.deepCopy());
      answers.put(ask.name(), answer(ask, response, body));
    }
    return answers;
  }

  /** A namespace, and the account without which no pod is admitted. */
  private void prepare(String namespace) throws IOException, InterruptedException {
    String metadata = "{\"metadata\":{\"name\":\"%s\"}}";
    create("/api/v1/namespaces", metadata.formatted(namespace));
    create("/api/v1/namespaces/" + namespace + "/serviceaccounts", metadata.formatted("default"));
  }

  private void create(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> made =
        server.send("POST", path, "application/json", "application/json", body);
    if (made.statusCode() != 201) {
      throw new IOException("the server is not empty: " + made.body());
    }
  }

  private static String resolve(String text, Map<String, JsonNode> bodies) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(
        found -> {
          JsonNode body = bodies.get(found.group(1));
          if (body == null) {
            throw new IllegalArgumentException("no earlier request: " + found.group(1));
          }
          return Matcher.quoteReplacement(body.at(found.group(2)).asText());
        });
  }

  /** A tree where it is JSON or YAML, else the text itself. */
  private static JsonNode body(HttpResponse<String> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("application/yaml")) {
      return Yaml.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }
    return type.startsWith("application/json") && !response.body().isEmpty()
        ? Json.MAPPER.readTree(response.body())
        : Json.MAPPER.getNodeFactory().textNode(response.body());
  }

  private ObjectNode answer(Ask ask, HttpResponse<String> response, JsonNode body) {
    ObjectNode answer = Json.object();
    answer.put("code", response.statusCode());
    response
        .headers()
        .firstValue("Content-Type")
        .filter(type -> !type.equals("application/json"))
        .ifPresent(type -> answer.put("type", type));
    var warnings = response.headers().allValues("Warning");
    if (!warnings.isEmpty()) {
      warnings.forEach(answer.putArray("warnings")::add);
    }
    JsonNode known = normalizer.normalize(body, ask);
    known.at("/details/causes").forEach(cause -> shorten((ObjectNode) cause, known));
    if (envelope(response.statusCode(), known)) {
      for (String field : new String[] {"reason", "message", "details"}) {
        if (known.has(field)) {
          answer.set(field, known.get(field));
        }
      }
    } else {
      answer.set("body", known);
    }
    return answer;
  }

  /** Whether all is as it must be around the particulars of a refusal, which are kept alone. */
  private static boolean envelope(int code, JsonNode body) {
    return body.path("kind").asText().equals("Status")
        && body.path("apiVersion").asText().equals("v1")
        && body.path("status").asText().equals("Failure")
        && body.path("code").asInt() == code
        && body.path("metadata").isObject()
        && body.path("metadata").isEmpty();
  }

  /** What a cause says is not said twice where the message says it word for word. */
  private static void shorten(ObjectNode cause, JsonNode status) {
    String said = cause.path("field").asText() + ": " + cause.path("message").asText();
    if (status.path("message").asText().contains(said)) {
      cause.remove("message");
    }
  }
}
