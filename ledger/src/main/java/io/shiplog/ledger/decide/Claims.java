package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The values an object holds that no other may hold at the same time: a Service's addresses and
 * node ports, a Node's range of pod addresses. They follow from the object alone, so that whoever
 * replays the objects knows what is taken.
 */
final class Claims {

  private static final String SERVICES = Catalogue.SERVICES.qualifiedName();
  private static final String NODES = Catalogue.NODES.qualifiedName();

  private Claims() {}

  static String clusterIp(String address) {
    return "clusterIP/" + address;
  }

  static String nodePort(int port) {
    return "nodePort/" + port;
  }

  static String podCidr(String range) {
    return "podCIDR/" + range;
  }

  /** What this object holds. */
  static Set<String> of(ObjectKey key, KubeObject object) {
    if (key.resource().equals(SERVICES)) {
      return ofService(object.spec());
    }
    return key.resource().equals(NODES) ? ofNode(object.spec()) : Set.of();
  }

  private static Set<String> ofService(JsonNode spec) {
    Set<String> claims = new LinkedHashSet<>();
    String first = spec.path("clusterIP").asText("");
    if (!first.isEmpty() && !first.equals("None")) {
      claims.add(clusterIp(first));
    }
    for (JsonNode address : spec.path("clusterIPs")) {
      if (!address.asText("").equals("None")) {
        claims.add(clusterIp(address.asText("")));
      }
    }
    for (JsonNode port : spec.path("ports")) {
      addPort(claims, port.path("nodePort").asInt(0));
    }
    addPort(claims, spec.path("healthCheckNodePort").asInt(0));
    return claims;
  }

  private static void addPort(Set<String> claims, int port) {
    if (port != 0) {
      claims.add(nodePort(port));
    }
  }

  private static Set<String> ofNode(JsonNode spec) {
    Set<String> claims = new LinkedHashSet<>();
    String first = spec.path("podCIDR").asText("");
    if (!first.isEmpty()) {
      claims.add(podCidr(first));
    }
    spec.path("podCIDRs").forEach(range -> claims.add(podCidr(range.asText(""))));
    return claims;
  }
}
