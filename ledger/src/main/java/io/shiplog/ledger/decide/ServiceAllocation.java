package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.util.HashSet;
import java.util.Set;

/**
 * Gives Services their addresses and node ports, and keeps those they have. They are free again
 * when no object claims them any more ({@link Claims}). Source: kube-apiserver {@code
 * registry/core/service/{alloc,storage}.go}.
 */
final class ServiceAllocation {

  private ServiceAllocation() {}

  /** Gives out what the Service needs and does not have; checks what its author chose. */
  static void allocate(Request request, ObjectKey key, ObjectNode service) {
    ObjectNode spec = Json.ensure(service, "spec");
    String type = spec.path("type").asText("ClusterIP");
    if (type.equals("ExternalName")) {
      release(spec, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
      releasePorts(spec);
      return;
    }
    Allocator allocator = new Allocator(request, key);
    address(allocator, spec);
    if (wantsNodePorts(spec, type)) {
      ports(allocator, spec);
    }
    boolean checked =
        type.equals("LoadBalancer")
            && spec.path("externalTrafficPolicy").asText("").equals("Local");
    if (checked && spec.path("healthCheckNodePort").asInt(0) == 0) {
      spec.put("healthCheckNodePort", allocator.freePort("healthCheckNodePort", new HashSet<>()));
    } else if (checked) {
      allocator.check("spec.healthCheckNodePort", spec.path("healthCheckNodePort").asInt());
    }
  }

  private static void address(Allocator allocator, ObjectNode spec) {
    String asked = spec.path("clusterIP").asText("");
    if (asked.isEmpty()) {
      asked = spec.path("clusterIPs").path(0).asText("");
    }
    if (asked.isEmpty()) {
      asked = allocator.freeAddress();
    } else if (!asked.equals("None")) {
      allocator.checkAddress(asked);
    }
    spec.put("clusterIP", asked);
    if (spec.path("clusterIPs").isEmpty()) {
      spec.putArray("clusterIPs").add(asked);
    }
    // Nothing is known of the endpoints of such a Service: they may be of either family.
    boolean anything = asked.equals("None") && spec.path("selector").isEmpty();
    boolean both = anything && !spec.hasNonNull("ipFamilyPolicy");
    if (spec.path("ipFamilies").isEmpty()) {
      spec.putArray("ipFamilies").add("IPv4");
      if (both) {
        spec.withArray("/ipFamilies").add("IPv6");
      }
    }
    if (!spec.hasNonNull("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", both ? "RequireDualStack" : "SingleStack");
    }
  }

  private static boolean wantsNodePorts(ObjectNode spec, String type) {
    return type.equals("NodePort")
        || type.equals("LoadBalancer")
            && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
  }

  /** One port number may serve TCP and UDP of the same Service under one node port. */
  private static void ports(Allocator allocator, ObjectNode spec) {
    Set<Integer> own = new HashSet<>();
    JsonNode ports = spec.path("ports");
    ports.forEach(port -> own.add(port.path("nodePort").asInt(0)));
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i) instanceof ObjectNode port) {
        int asked = port.path("nodePort").asInt(0);
        if (asked == 0) {
          int given = allocator.freePort("port-" + i, own);
          own.add(given);
          port.put("nodePort", given);
        } else {
          allocator.check("spec.ports[" + i + "].nodePort", asked);
        }
      }
    }
  }

  /**
   * Carries over what was given out and what the update leaves out, unless the type of the Service
   * no longer needs it.
   */
  static void keep(ObjectNode updated, KubeObject current) {
    ObjectNode spec = Json.ensure(updated, "spec");
    String type = spec.path("type").asText("ClusterIP");
    if (type.equals("ExternalName")) {
      return;
    }
    boolean same = spec.path("clusterIP").asText("").isEmpty();
    for (String field : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
      boolean kept = same || field.startsWith("ip");
      if (kept
          && spec.path(field).isEmpty()
          && text(spec, field).isEmpty()
          && current.spec().has(field)) {
        spec.set(field, current.spec().get(field).deepCopy());
      }
    }
    if (type.equals("ClusterIP")) {
      dropPorts(spec, current);
    } else {
      keepPorts(spec, current);
    }
  }

  private static String text(ObjectNode spec, String field) {
    return spec.path(field).asText("");
  }

  /** Node ports come back by port and protocol, as long as each is used once. */
  private static void keepPorts(ObjectNode spec, KubeObject current) {
    Set<Integer> used = new HashSet<>();
    spec.path("ports").forEach(port -> used.add(port.path("nodePort").asInt(0)));
    for (JsonNode port : spec.path("ports")) {
      for (JsonNode before : current.spec().path("ports")) {
        int had = before.path("nodePort").asInt(0);
        boolean same =
            before.path("port").equals(port.path("port"))
                && before
                    .path("protocol")
                    .asText("TCP")
                    .equals(port.path("protocol").asText("TCP"));
        if (same && had != 0 && port.path("nodePort").asInt(0) == 0 && used.add(had)) {
          ((ObjectNode) port).put("nodePort", had);
        }
      }
    }
    int health = current.spec().path("healthCheckNodePort").asInt(0);
    if (health != 0 && spec.path("externalTrafficPolicy").asText("").equals("Local")) {
      spec.put("healthCheckNodePort", health);
    }
  }

  /** A Service that becomes ClusterIP again gives back the node ports it did not ask to keep. */
  private static void dropPorts(ObjectNode spec, KubeObject current) {
    if (!current.spec().path("type").asText("ClusterIP").equals("ClusterIP")) {
      releasePorts(spec);
    }
  }

  private static void releasePorts(ObjectNode spec) {
    if (spec.path("ports") instanceof ArrayNode ports) {
      ports.forEach(port -> ((ObjectNode) port).remove("nodePort"));
    }
    spec.remove("healthCheckNodePort");
  }

  private static void release(ObjectNode spec, String... fields) {
    for (String field : fields) {
      spec.remove(field);
    }
  }
}
