package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.pod.ContainerSums;
import io.shiplog.model.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * {@code spec.resources}: what all containers of a pod may have together. Source: KEP-2837, on by
 * default since Kubernetes 1.34, and the API reference of PodSpec.
 */
final class PodLevelResources {

  /** What can be bounded for a whole pod, huge pages aside. */
  private static final List<String> SUPPORTED = List.of("cpu", "memory");

  private static final ContainerSums<Map<String, Quantity>> SUMS =
      new ContainerSums<>(Map.of(), each(Quantity::add), each(PodLevelResources::more));

  private PodLevelResources() {}

  /** Whether a whole pod can be given this resource. */
  static boolean supports(String resource) {
    return SUPPORTED.contains(resource) || resource.startsWith("hugepages-");
  }

  /**
   * Gives a Pod the requests that its writer left out, where it has limits: what its containers ask
   * for together, or else the limit. The containers have their defaults.
   */
  static void setDefaults(ObjectNode spec) {
    if (!(spec.get("resources") instanceof ObjectNode resources)
        || resources.path("limits").isEmpty()) {
      return;
    }
    ObjectNode requests = Json.ensure(resources, "requests");
    containerRequests(spec)
        .forEach(
            (name, amount) -> {
              if (SUPPORTED.contains(name) && !requests.hasNonNull(name)) {
                requests.put(name, amount.toString());
              }
            });
    for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
      if (supports(limit.getKey()) && !requests.hasNonNull(limit.getKey())) {
        requests.set(limit.getKey(), limit.getValue());
      }
    }
    if (requests.isEmpty()) {
      resources.remove("requests");
    }
  }

  /** Bounds that contradict themselves, or what single containers have. */
  static void check(Field spec, Problems problems) {
    Field resources = spec.at("resources");
    if (!resources.isSet()) {
      return;
    }
    ResourceRules.checkPod(resources, problems);
    Map<String, Quantity> containers = containerRequests(spec.node());
    containers.forEach(
        (name, amount) -> {
          Field given = resources.at("requests").key(name);
          Quantity.tryParse(given.node())
              .filter(most -> amount.compareTo(most) > 0)
              .ifPresent(
                  most ->
                      problems.invalid(
                          given,
                          most,
                          "must be greater than or equal to aggregate container requests of "
                              + amount));
        });
    int index = 0;
    for (Field container : spec.at("containers").items()) {
      limits(container, resources, index++, problems);
    }
  }

  /** No container may have more than the pod. The path of the error is kube-apiserver's. */
  private static void limits(Field container, Field resources, int index, Problems problems) {
    container
        .at("resources")
        .at("limits")
        .entries(
            (name, limit) -> {
              Quantity most =
                  Quantity.tryParse(resources.at("limits").node().path(name)).orElse(null);
              Quantity own = Quantity.tryParse(limit.node()).orElse(null);
              if (most != null && own != null && own.compareTo(most) > 0) {
                String path =
                    "%s.containers[%d][%s].limits".formatted(resources.path(), index, name);
                problems.invalid(
                    new Field(path, limit.node()),
                    own,
                    "must be less than or equal to pod limits of " + most);
              }
            });
  }

  /** What the containers ask for together. */
  private static Map<String, Quantity> containerRequests(JsonNode spec) {
    return SUMS.of(spec, PodLevelResources::requests);
  }

  private static Map<String, Quantity> requests(JsonNode container) {
    Map<String, Quantity> requests = new TreeMap<>();
    for (Map.Entry<String, JsonNode> request :
        container.path("resources").path("requests").properties()) {
      Quantity.tryParse(request.getValue())
          .ifPresent(amount -> requests.put(request.getKey(), amount));
    }
    return requests;
  }

  private static BinaryOperator<Map<String, Quantity>> each(BinaryOperator<Quantity> combine) {
    return (one, other) -> {
      Map<String, Quantity> both = new TreeMap<>(one);
      other.forEach((name, amount) -> both.merge(name, amount, combine));
      return both;
    };
  }

  private static Quantity more(Quantity one, Quantity other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
