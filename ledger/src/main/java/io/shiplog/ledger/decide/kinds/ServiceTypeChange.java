package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a Service loses when its type changes: fields of the old type that the update left as they
 * were (node ports, which the ledger gave out, excepted). What the writer set anew stays, and is
 * refused where it does not fit.
 */
final class ServiceTypeChange {

  private static final List<String> LOAD_BALANCER_ONLY =
      List.of(
          "allocateLoadBalancerNodePorts",
          "loadBalancerClass",
          "loadBalancerSourceRanges",
          "healthCheckNodePort");

  private static final List<String> ALLOCATED =
      List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

  private ServiceTypeChange() {}

  static void dropLeftovers(ObjectNode spec, JsonNode before) {
    if (spec.path("type").equals(before.path("type"))) {
      return;
    }
    if (!ServiceDefaults.reachableFromOutside(spec)) {
      dropUnchanged(spec, before, "externalTrafficPolicy");
    }
    if (!spec.path("type").asText().equals("LoadBalancer")) {
      LOAD_BALANCER_ONLY.forEach(field -> dropUnchanged(spec, before, field));
    }
    if (spec.path("type").asText().equals("ExternalName")) {
      ALLOCATED.forEach(field -> dropUnchanged(spec, before, field));
      dropUnchanged(spec, before, "internalTrafficPolicy");
    } else {
      dropUnchanged(spec, before, "externalName");
    }
  }

  private static void dropUnchanged(ObjectNode spec, JsonNode before, String field) {
    if (before.has(field) && before.path(field).equals(spec.path(field))) {
      spec.remove(field);
    }
  }
}
