package io.shiplog.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** The {@code autoscaling/v1} Scale of an object that has replicas. */
final class Scales {

  private Scales() {}

  static ObjectNode of(KubeObject object) {
    ObjectNode scale = Json.object();
    scale.put("kind", "Scale");
    scale.put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      if (object.metadata().has(field)) {
        metadata.set(field, object.metadata().get(field));
      }
    }
    ObjectNode spec = scale.putObject("spec");
    if (object.spec().path("replicas").asInt(0) != 0) {
      spec.put("replicas", object.spec().path("replicas").asInt());
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", object.status().path("replicas").asInt(0));
    String selector = selector(object);
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  /** The selector as text, keys in order: a HorizontalPodAutoscaler lists pods by it. */
  private static String selector(KubeObject object) {
    List<String> parts = new ArrayList<>();
    object
        .at("spec", "selector", "matchLabels")
        .properties()
        .forEach(label -> parts.add(label.getKey() + "=" + label.getValue().asText()));
    for (var expression : object.at("spec", "selector", "matchExpressions")) {
      parts.add(expression(expression));
    }
    return String.join(",", parts.stream().sorted().toList());
  }

  private static String expression(com.fasterxml.jackson.databind.JsonNode expression) {
    String key = expression.path("key").asText();
    List<String> values = new ArrayList<>();
    expression.path("values").forEach(value -> values.add(value.asText()));
    String list = " (" + String.join(",", values) + ")";
    return switch (expression.path("operator").asText()) {
      case "In" -> key + " in" + list;
      case "NotIn" -> key + " notin" + list;
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }
}
