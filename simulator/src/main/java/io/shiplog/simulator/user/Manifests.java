package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;

/** What users write, before defaults. */
final class Manifests {

  private Manifests() {}

  /**
   * A Deployment.
   *
   * @param probed whether its container has a readiness probe
   * @param strategy {@code RollingUpdate} or {@code Recreate}
   */
  static ObjectNode deployment(
      String namespace,
      String name,
      int replicas,
      String image,
      int cpuMillis,
      boolean probed,
      String strategy) {
    ObjectNode object = object("apps/v1", "Deployment", namespace, name);
    ObjectNode spec = object.putObject("spec");
    spec.put("replicas", replicas);
    spec.putObject("strategy").put("type", strategy);
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name);
    podSpec(template.putObject("spec"), image, cpuMillis, probed);
    return object;
  }

  /**
   * A ReplicaSet without a Deployment. Its pods have its own name as their tier.
   *
   * @param selectedBy which of its pods' labels it selects by: {@code app} or {@code tier}
   */
  static ObjectNode replicaSet(
      String namespace, String name, String app, String selectedBy, int replicas) {
    ObjectNode object = object("apps/v1", "ReplicaSet", namespace, name);
    ObjectNode spec = object.putObject("spec").put("replicas", replicas);
    ObjectNode template = spec.putObject("template");
    ObjectNode labels = template.putObject("metadata").putObject("labels");
    labels.put("app", app).put("tier", name);
    ObjectNode selector = spec.putObject("selector").putObject("matchLabels");
    selector.set(selectedBy, labels.get(selectedBy));
    podSpec(template.putObject("spec"), "app:1", 100, false);
    return object;
  }

  /** A pod that nobody manages. */
  static ObjectNode pod(String namespace, String name, String app, int cpuMillis) {
    ObjectNode object = object("v1", "Pod", namespace, name);
    Json.ensure(object, "metadata", "labels").put("app", app);
    podSpec(object.putObject("spec"), "bare:1", cpuMillis, false);
    return object;
  }

  /** A Service in front of the pods of an app. */
  static ObjectNode service(String namespace, String name, String type) {
    ObjectNode object = object("v1", "Service", namespace, name);
    ObjectNode spec = object.putObject("spec").put("type", type);
    spec.putObject("selector").put("app", name);
    spec.putArray("ports").addObject().put("name", "http").put("port", 80).put("targetPort", 8080);
    return object;
  }

  /**
   * Endpoints of a Service without a selector.
   *
   * @param last the last part of the address that stands behind it
   * @param waiting whether a second address is named that is not ready
   */
  static ObjectNode endpoints(String namespace, String service, int last, boolean waiting) {
    ObjectNode object = object("v1", "Endpoints", namespace, service);
    ObjectNode subset = object.putArray("subsets").addObject();
    subset.putArray("addresses").addObject().put("ip", "192.0.2." + (10 + last));
    if (waiting) {
      subset.putArray("notReadyAddresses").addObject().put("ip", "192.0.2.99");
    }
    subset
        .putArray("ports")
        .addObject()
        .put("name", "http")
        .put("port", 8080)
        .put("protocol", "TCP");
    return object;
  }

  /** A slice of a Service without a selector. */
  static ObjectNode endpointSlice(
      String namespace, String name, String service, int last, boolean ready) {
    ObjectNode object = object("discovery.k8s.io/v1", "EndpointSlice", namespace, name);
    Json.ensure(object, "metadata", "labels").put("kubernetes.io/service-name", service);
    object.put("addressType", "IPv4");
    ObjectNode endpoint = object.putArray("endpoints").addObject();
    endpoint.putArray("addresses").add("192.0.2." + (10 + last));
    endpoint.putObject("conditions").put("ready", ready);
    object
        .putArray("ports")
        .addObject()
        .put("name", "http")
        .put("port", 8080)
        .put("protocol", "TCP");
    return object;
  }

  static ObjectNode namespace(String name) {
    return object("v1", "Namespace", "", name);
  }

  static ObjectNode configMap(String namespace, String name, int value) {
    ObjectNode object = object("v1", "ConfigMap", namespace, name);
    object.putObject("data").put("value", Integer.toString(value));
    return object;
  }

  static ObjectNode secret(String namespace, String name, int value) {
    ObjectNode object = object("v1", "Secret", namespace, name);
    object.putObject("stringData").put("value", "secret-" + value);
    return object;
  }

  private static void podSpec(ObjectNode spec, String image, int cpuMillis, boolean probed) {
    spec.put("terminationGracePeriodSeconds", 5);
    ObjectNode container = spec.putArray("containers").addObject();
    container.put("name", "main").put("image", image);
    container.putArray("ports").addObject().put("name", "http").put("containerPort", 8080);
    container.putObject("resources").putObject("requests").put("cpu", cpuMillis + "m");
    if (probed) {
      container.putObject("readinessProbe").putObject("httpGet").put("path", "/").put("port", 8080);
    }
  }

  private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }
}
