package io.shiplog.e2e.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kind of object that clients fight over. What they write goes into annotations, which every kind
 * has.
 *
 * @param apiVersion as in a manifest
 * @param kind as in a manifest
 * @param path of the collection in the API
 * @param scope how the keys of its objects begin in the log
 */
public record Target(String apiVersion, String kind, String path, String scope) {

  /** Where the objects are. */
  public static final String NAMESPACE = "chaos";

  /** Two kinds of shard 0, one of them sealed in the log, and one of another shard. */
  public static final List<Target> ALL =
      List.of(
          core("ConfigMap", "configmaps"),
          core("Secret", "secrets"),
          new Target(
              "coordination.k8s.io/v1",
              "Lease",
              "/apis/coordination.k8s.io/v1/namespaces/" + NAMESPACE + "/leases",
              "leases.coordination.k8s.io/" + NAMESPACE + "/"));

  /** The names that objects have; few, so that clients meet. */
  public static final List<String> NAMES = List.of("a", "b", "c");

  private static final List<String> FIELDS = List.of("value", "merged", "applied");

  private static Target core(String kind, String plural) {
    return new Target(
        "v1",
        kind,
        "/api/v1/namespaces/" + NAMESPACE + "/" + plural,
        plural + "/" + NAMESPACE + "/");
  }

  /** The key in the log. */
  String key(String name) {
    return scope + name;
  }

  /** A whole object that carries one value in one field; with a version where it is not 0. */
  String manifest(String name, String field, String value, long resourceVersion) {
    ObjectNode object = Json.object();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata.put("namespace", NAMESPACE).putObject("annotations").put(field, value);
    if (resourceVersion != 0) {
      metadata.put("resourceVersion", Long.toString(resourceVersion));
    }
    return object.toString();
  }

  /** What an object carries. */
  public static Map<String, String> data(JsonNode object) {
    Map<String, String> data = new TreeMap<>();
    JsonNode annotations = object.at("/metadata/annotations");
    for (String field : FIELDS) {
      if (annotations.has(field)) {
        data.put(field, annotations.get(field).asText());
      }
    }
    return data;
  }

  /** An object's version. */
  static long version(JsonNode object) {
    return object.at("/metadata/resourceVersion").asLong();
  }

  /** The key of an object that is shown. */
  String keyOf(JsonNode object) {
    return key(object.at("/metadata/name").asText());
  }
}
