package io.shiplog.model.select;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.ResourceType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of each kind that {@code ?fieldSelector=} may name, and their values. Source: the
 * field label conversions and {@code SelectableFields} of kube-apiserver.
 */
public final class FieldLabels {

  private static final Map<String, Map<String, Function<JsonNode, String>>> BY_RESOURCE =
      Map.of(
          "pods", pods(),
          "events", events(),
          "events.events.k8s.io", eventsV1(),
          "secrets", Map.of("type", text("type")),
          "nodes", Map.of("spec.unschedulable", flag("spec", "unschedulable")),
          "namespaces", Map.of("status.phase", text("status", "phase")),
          "services",
              Map.of(
                  "spec.clusterIP", text("spec", "clusterIP"),
                  "spec.type", text("spec", "type")),
          "replicationcontrollers", Map.of("status.replicas", count("status", "replicas")));

  private FieldLabels() {}

  /** The labels beside {@code metadata.name} and {@code metadata.namespace}. */
  public static Set<String> of(ResourceType type) {
    return fields(type).keySet();
  }

  /** Whether a selector on objects of this kind may name that field. */
  public static boolean supports(ResourceType type, String label) {
    return label.equals("metadata.name")
        || type.namespaced() && label.equals("metadata.namespace")
        || fields(type).containsKey(label);
  }

  /** The value of every supported field of an object; empty where the object has none. */
  public static Map<String, String> values(ResourceType type, ObjectNode object) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("metadata.name", Json.text(object, "metadata", "name"));
    if (type.namespaced()) {
      values.put("metadata.namespace", Json.text(object, "metadata", "namespace"));
    }
    fields(type).forEach((label, read) -> values.put(label, read.apply(object)));
    return values;
  }

  private static Map<String, Function<JsonNode, String>> fields(ResourceType type) {
    return BY_RESOURCE.getOrDefault(type.qualifiedName(), Map.of());
  }

  private static Map<String, Function<JsonNode, String>> pods() {
    Map<String, Function<JsonNode, String>> fields = new LinkedHashMap<>();
    for (String name : new String[] {"nodeName", "restartPolicy", "schedulerName"}) {
      fields.put("spec." + name, text("spec", name));
    }
    fields.put("spec.serviceAccountName", text("spec", "serviceAccountName"));
    fields.put("spec.hostNetwork", flag("spec", "hostNetwork"));
    fields.put("status.phase", text("status", "phase"));
    fields.put("status.podIP", text("status", "podIP"));
    fields.put("status.nominatedNodeName", text("status", "nominatedNodeName"));
    return fields;
  }

  private static Map<String, Function<JsonNode, String>> events() {
    Map<String, Function<JsonNode, String>> fields = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"
        }) {
      fields.put("involvedObject." + name, text("involvedObject", name));
    }
    fields.put("reason", text("reason"));
    fields.put("reportingComponent", text("reportingComponent"));
    fields.put("source", FieldLabels::eventSource);
    fields.put("type", text("type"));
    return fields;
  }

  /** A selector is put to the stored Event: see its conversion. */
  private static Map<String, Function<JsonNode, String>> eventsV1() {
    Map<String, Function<JsonNode, String>> fields = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"
        }) {
      fields.put("regarding." + name, text("regarding", name));
    }
    fields.put("reason", text("reason"));
    fields.put("reportingController", text("reportingController"));
    fields.put("type", text("type"));
    return fields;
  }

  private static String eventSource(JsonNode event) {
    String component = Json.text(event, "source", "component");
    return component.isEmpty() ? Json.text(event, "reportingComponent") : component;
  }

  private static Function<JsonNode, String> text(String... path) {
    return object -> Json.text(object, path);
  }

  private static Function<JsonNode, String> flag(String... path) {
    return object -> String.valueOf(Json.at(object, path).asBoolean(false));
  }

  private static Function<JsonNode, String> count(String... path) {
    return object -> String.valueOf(Json.at(object, path).asLong(0));
  }
}
