package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;

/**
 * Defaults of a Service's spec; addresses and node ports are allocated by the ledger. Source: the
 * API reference of ServiceSpec.
 */
final class ServiceDefaults {

  private static final int AFFINITY_SECONDS = 3 * 60 * 60;

  private ServiceDefaults() {}

  static void apply(ObjectNode spec) {
    Defaults.text(spec, "sessionAffinity", "None");
    Defaults.text(spec, "type", "ClusterIP");
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      Defaults.number(
          Json.ensure(spec, "sessionAffinityConfig", "clientIP"),
          "timeoutSeconds",
          AFFINITY_SECONDS);
    } else if (spec.path("sessionAffinity").asText().equals("None")) {
      spec.remove("sessionAffinityConfig");
    }
    Defaults.items(spec, "ports").forEach(ServiceDefaults::port);
    String type = spec.path("type").asText();
    if (reachableFromOutside(spec)) {
      Defaults.text(spec, "externalTrafficPolicy", "Cluster");
    }
    if (!type.equals("ExternalName")) {
      Defaults.text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (type.equals("LoadBalancer")) {
      Defaults.bool(spec, "allocateLoadBalancerNodePorts", true);
    }
  }

  /** Whether traffic from outside the cluster can come in: by a node's port or another address. */
  static boolean reachableFromOutside(ObjectNode spec) {
    return switch (spec.path("type").asText()) {
      case "NodePort", "LoadBalancer" -> true;
      case "ClusterIP" -> !spec.path("externalIPs").isEmpty();
      default -> false;
    };
  }

  private static void port(ObjectNode port) {
    Defaults.text(port, "protocol", "TCP");
    String target = port.path("targetPort").asText("");
    if (target.isEmpty() || target.equals("0") || target.equals("null")) {
      port.set("targetPort", port.path("port").deepCopy());
    }
    if (port.path("targetPort").isMissingNode()) {
      port.remove("targetPort");
    }
  }
}
