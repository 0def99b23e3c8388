package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Verb;
import io.shiplog.model.error.Status;

/** The {@code autoscaling/v1} Scale of an object: how many replicas are desired and there. */
public final class Scales {

  private Scales() {}

  /** The Scale that the API shows for a Deployment or ReplicaSet. */
  public static ObjectNode of(KubeObject object) {
    ObjectNode scale = Json.object();
    scale.put("apiVersion", Kinds.SCALES.apiVersion()).put("kind", Kinds.SCALES.kind());
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      JsonNode value = object.metadata().get(field);
      if (value != null) {
        metadata.set(field, value);
      }
    }
    scale.putObject("spec").put("replicas", object.spec().path("replicas").asInt(1));
    ObjectNode status = scale.putObject("status");
    status.put("replicas", object.status().path("replicas").asInt(0));
    String selector = selector(object.spec().path("selector"));
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  /** The label selector as text: {@code app=web,tier in (a,b)}. */
  private static String selector(JsonNode selector) {
    StringBuilder text = new StringBuilder();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label -> {
              text.append(text.isEmpty() ? "" : ",");
              text.append(label.getKey()).append('=').append(label.getValue().asText(""));
            });
    for (JsonNode term : selector.path("matchExpressions")) {
      text.append(text.isEmpty() ? "" : ",").append(term(term));
    }
    return text.toString();
  }

  private static String term(JsonNode term) {
    String key = term.path("key").asText("");
    StringBuilder values = new StringBuilder();
    term.path("values")
        .forEach(value -> values.append(values.isEmpty() ? "" : ",").append(value.asText("")));
    return switch (term.path("operator").asText("")) {
      case "In" -> key + " in (" + values + ")";
      case "NotIn" -> key + " notin (" + values + ")";
      case "DoesNotExist" -> "!" + key;
      default -> key;
    };
  }

  /** The Scale that an update brings or a patch makes. */
  static ObjectNode asked(Request request, Bodies bodies, KubeObject current) {
    Operation operation = request.operation();
    if (operation.verb() != Verb.PATCH) {
      return request.body();
    }
    if (operation.patchType() == null) {
      throw Request.refuse(Status.badRequest("a patch needs a patch type"));
    }
    // A Scale has no lists: for it, all but the JSON patch mean the same.
    PatchType type = operation.patchType() == PatchType.JSON ? PatchType.JSON : PatchType.MERGE;
    return bodies.patch(Kinds.SCALES, type, of(current), request.patch());
  }

  /** What an applied Scale says, as a configuration of the object that it scales. */
  static ObjectNode applied(ObjectNode scale) {
    ObjectNode config = Json.object();
    String name = Json.text(scale, "metadata", "name");
    if (!name.isEmpty()) {
      config.putObject("metadata").put("name", name);
    }
    JsonNode replicas = scale.path("spec").path("replicas");
    if (!replicas.isMissingNode()) {
      config.putObject("spec").set("replicas", replicas);
    }
    return config;
  }
}
