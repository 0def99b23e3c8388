package io.shiplog.deployment.decide.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a namespace that is to go says of what holds it up (core/v1 NamespaceCondition). Types,
 * reasons and messages are those of kube-controller-manager.
 */
final class NamespaceConditions {

  private final JsonNode before;
  private final String now;
  private final ArrayNode conditions = Json.array();

  private NamespaceConditions(JsonNode before, Instant now) {
    this.before = before;
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * The status of a namespace in which these objects are left, all of them asked to go. Equal to
   * the one it has where nothing changed.
   */
  static ObjectNode waiting(KubeObject namespace, List<KubeObject> left, Instant now) {
    NamespaceConditions all = new NamespaceConditions(namespace.at("status", "conditions"), now);
    all.fine("DiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered");
    all.fine(
        "GroupVersionParsingFailure",
        "ParsedGroupVersions",
        "All legacy kube types successfully parsed");
    all.fine(
        "ContentFailure",
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization");
    all.remaining(left);
    all.finalizers(left);
    ObjectNode status = Json.object().put("phase", "Terminating");
    status.set("conditions", all.conditions);
    return status;
  }

  private void fine(String failure, String reason, String message) {
    add("NamespaceDeletion" + failure, "False", reason, message);
  }

  private void remaining(List<KubeObject> left) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (KubeObject object : left) {
      ResourceType type = Catalogue.byKind(object.apiVersion(), object.kind()).orElseThrow();
      kinds.merge(type.plural() + "." + type.group(), 1, Integer::sum);
    }
    add(
        "NamespaceContentRemaining",
        "True",
        "SomeResourcesRemain",
        "Some resources are remaining: " + counts(kinds, " has "));
  }

  private void finalizers(List<KubeObject> left) {
    Map<String, Integer> finalizers = new TreeMap<>();
    left.forEach(object -> object.finalizers().forEach(f -> finalizers.merge(f, 1, Integer::sum)));
    if (finalizers.isEmpty()) {
      add(
          "NamespaceFinalizersRemaining",
          "False",
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished");
    } else {
      add(
          "NamespaceFinalizersRemaining",
          "True",
          "SomeFinalizersRemain",
          "Some content in the namespace has finalizers remaining: " + counts(finalizers, " in "));
    }
  }

  private static String counts(Map<String, Integer> counts, String word) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + word + entry.getValue() + " resource instances")
        .collect(Collectors.joining(", "));
  }

  /** The transition time stays while the status does. */
  private void add(String type, String status, String reason, String message) {
    String since = now;
    for (JsonNode old : before) {
      if (old.path("type").asText().equals(type) && old.path("status").asText().equals(status)) {
        since = old.path("lastTransitionTime").asText(now);
      }
    }
    conditions
        .addObject()
        .put("lastTransitionTime", since)
        .put("message", message)
        .put("reason", reason)
        .put("status", status)
        .put("type", type);
  }
}
