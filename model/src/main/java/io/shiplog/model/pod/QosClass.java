package io.shiplog.model.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a pod is treated where its node runs short. Source: Kubernetes documentation, "Pod Quality of
 * Service Classes".
 */
public enum QosClass {
  /** Every container has limits, and asks for no less. */
  GUARANTEED("Guaranteed"),
  /** Something is asked for, or limited. */
  BURSTABLE("Burstable"),
  /** Nothing is asked for or limited. */
  BEST_EFFORT("BestEffort");

  private static final List<String> COMPUTE = List.of("cpu", "memory");

  private final String text;

  QosClass(String text) {
    this.text = text;
  }

  /** As {@code status.qosClass} says it. */
  public String text() {
    return text;
  }

  /** The class that a pod was given when it was made, or what follows from its spec. */
  public static QosClass of(KubeObject pod) {
    String given = pod.status().path("qosClass").asText("");
    for (QosClass one : values()) {
      if (one.text.equals(given)) {
        return one;
      }
    }
    return of(pod.spec());
  }

  /** The class that follows from a pod's spec. */
  public static QosClass of(JsonNode spec) {
    List<JsonNode> bounds = new ArrayList<>();
    if (spec.path("resources").isEmpty()) {
      spec.path("containers").forEach(container -> bounds.add(container.path("resources")));
      spec.path("initContainers").forEach(container -> bounds.add(container.path("resources")));
    } else {
      bounds.add(spec.path("resources"));
    }
    return of(bounds);
  }

  private static QosClass of(List<JsonNode> bounds) {
    Map<String, Quantity> requests = new HashMap<>();
    Map<String, Quantity> limits = new HashMap<>();
    boolean everyOneIsLimited = true;
    for (JsonNode resources : bounds) {
      addTo(requests, resources, "requests");
      everyOneIsLimited &= addTo(limits, resources, "limits") == COMPUTE.size();
    }
    if (requests.isEmpty() && limits.isEmpty()) {
      return BEST_EFFORT;
    }
    return everyOneIsLimited && requests.equals(limits) ? GUARANTEED : BURSTABLE;
  }

  /** Adds up what is above zero, and says how many resources that were. */
  private static int addTo(Map<String, Quantity> sums, JsonNode resources, String list) {
    int found = 0;
    for (String resource : COMPUTE) {
      Quantity amount = amount(resources, list, resource);
      if (amount.signum() > 0) {
        sums.merge(resource, amount, Quantity::add);
        found++;
      }
    }
    return found;
  }

  /** Where only a limit is named, that is the request, too. */
  private static Quantity amount(JsonNode resources, String list, String resource) {
    JsonNode own = resources.path(list).path(resource);
    JsonNode amount = own.isMissingNode() ? resources.path("limits").path(resource) : own;
    return Quantity.tryParse(amount).orElse(Quantity.ZERO);
  }
}
