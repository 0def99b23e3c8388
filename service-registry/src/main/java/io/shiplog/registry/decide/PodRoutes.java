package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;

/** What the other nodes need to know of a node to reach its pods. */
final class PodRoutes {

  private PodRoutes() {}

  /** Where the pods of a node are; null as long as it has no addresses for pods, or none itself. */
  static ObjectNode of(KubeObject node) {
    String podCidr = node.spec().path("podCIDR").asText("");
    String address = internalIp(node);
    if (podCidr.isEmpty() || address.isEmpty()) {
      return null;
    }
    return Json.object().put("node", node.name()).put("podCIDR", podCidr).put("via", address);
  }

  private static String internalIp(KubeObject node) {
    for (JsonNode address : node.status().path("addresses")) {
      if (address.path("type").asText().equals("InternalIP")) {
        return address.path("address").asText("");
      }
    }
    return "";
  }
}
