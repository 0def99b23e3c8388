package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The quality of service class of a pod. Source: Kubernetes documentation, "Pod Quality of Service
 * Classes".
 */
final class QosClass {

  private static final List<String> COMPUTE = List.of("cpu", "memory");

  private QosClass() {}

  /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}, for a pod's spec. */
  static String of(JsonNode spec) {
    List<JsonNode> bounds = new ArrayList<>();
    if (spec.path("resources").isEmpty()) {
      spec.path("containers").forEach(container -> bounds.add(container.path("resources")));
      spec.path("initContainers").forEach(container -> bounds.add(container.path("resources")));
    } else {
      bounds.add(spec.path("resources"));
    }
    return of(bounds);
  }

  private static String of(List<JsonNode> bounds) {
    Map<String, Quantity> requests = new HashMap<>();
    Map<String, Quantity> limits = new HashMap<>();
    boolean everyOneIsLimited = true;
    for (JsonNode resources : bounds) {
      addTo(requests, resources.path("requests"));
      everyOneIsLimited &= addTo(limits, resources.path("limits")) == COMPUTE.size();
    }
    if (requests.isEmpty() && limits.isEmpty()) {
      return "BestEffort";
    }
    return everyOneIsLimited && requests.equals(limits) ? "Guaranteed" : "Burstable";
  }

  /** Adds up what is above zero, and says how many resources that were. */
  private static int addTo(Map<String, Quantity> sums, JsonNode amounts) {
    int found = 0;
    for (String resource : COMPUTE) {
      Quantity amount = Quantity.tryParse(amounts.path(resource)).orElse(Quantity.ZERO);
      if (amount.signum() > 0) {
        sums.merge(resource, amount, Quantity::add);
        found++;
      }
    }
    return found;
  }
}
