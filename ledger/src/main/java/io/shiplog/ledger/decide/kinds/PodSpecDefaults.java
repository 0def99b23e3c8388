package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;
import java.util.Map;

/**
 * Defaults of a pod's spec: those that pod templates get too, and those of a Pod itself. Source:
 * the API reference of PodSpec.
 */
final class PodSpecDefaults {

  /** The lists of a pod spec that hold containers. */
  static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private PodSpecDefaults() {}

  /** What every pod spec gets, in a template as well. */
  static void common(ObjectNode spec) {
    Defaults.text(spec, "restartPolicy", "Always");
    Defaults.text(spec, "dnsPolicy", "ClusterFirst");
    Defaults.text(spec, "schedulerName", "default-scheduler");
    Defaults.number(spec, "terminationGracePeriodSeconds", 30);
    Defaults.object(spec, "securityContext");
    serviceAccountAlias(spec);
    for (String list : CONTAINER_LISTS) {
      Defaults.items(spec, list).forEach(ContainerDefaults::apply);
    }
    Defaults.items(spec, "volumes").forEach(VolumeDefaults::apply);
    Defaults.canonicalQuantities(spec.path("overhead"));
    Defaults.canonicalQuantities(spec.path("resources").path("limits"));
    Defaults.canonicalQuantities(spec.path("resources").path("requests"));
  }

  /** What a template gets: its pod spec's defaults, in place. */
  static void template(ObjectNode template) {
    Defaults.object(template, "metadata");
    common(Defaults.object(template, "spec"));
  }

  /** What only a Pod gets: requests follow limits, host ports follow container ports. */
  static void pod(ObjectNode spec) {
    common(spec);
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      spec.put("terminationGracePeriodSeconds", 1);
    }
    Defaults.bool(spec, "enableServiceLinks", true);
    boolean hostNetwork = spec.path("hostNetwork").asBoolean(false);
    for (String list : List.of("initContainers", "containers")) {
      for (ObjectNode container : Defaults.items(spec, list)) {
        requestsFromLimits(container.path("resources"));
        if (hostNetwork) {
          Defaults.items(container, "ports").forEach(PodSpecDefaults::hostPort);
        }
      }
    }
    PodLevelResources.setDefaults(spec);
  }

  private static void requestsFromLimits(JsonNode resources) {
    if (resources.path("limits").isEmpty() || !(resources instanceof ObjectNode node)) {
      return;
    }
    ObjectNode requests = Json.ensure(node, "requests");
    for (Map.Entry<String, JsonNode> limit : node.path("limits").properties()) {
      if (!requests.hasNonNull(limit.getKey())) {
        requests.set(limit.getKey(), limit.getValue());
      }
    }
  }

  private static void hostPort(ObjectNode port) {
    int number = port.path("containerPort").asInt(0);
    if (number != 0) {
      Defaults.nonZero(port, "hostPort", number);
    }
  }

  /** {@code serviceAccount} is the old name of {@code serviceAccountName}; both are shown. */
  static void serviceAccountAlias(ObjectNode spec) {
    String name = spec.path("serviceAccountName").asText("");
    String old = spec.path("serviceAccount").asText("");
    if (!name.isEmpty()) {
      spec.put("serviceAccount", name);
    } else if (!old.isEmpty()) {
      spec.put("serviceAccountName", old);
    }
  }
}
