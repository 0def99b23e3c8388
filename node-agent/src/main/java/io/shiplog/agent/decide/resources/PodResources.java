package io.shiplog.agent.decide.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a pod's containers ask for and may use together. Containers run at once, so they add up;
 * init containers run before them one by one, so the greatest counts; sidecars stay, so they add to
 * what comes after them; the pod's overhead comes on top (Kubernetes documentation, "Sidecar
 * Containers", "Resource sharing within containers"). What the pod itself names in {@code
 * spec.resources} comes in place of that (KEP-2837).
 *
 * @param requests what is kept free for it
 * @param limits what it may use at most; zero is no limit
 * @param qos how it is treated where the node runs short
 */
public record PodResources(Amounts requests, Amounts limits, Qos qos) {

  /** Quality of service classes (Kubernetes documentation, "Pod Quality of Service Classes"). */
  public enum Qos {
    GUARANTEED,
    BURSTABLE,
    BEST_EFFORT
  }

  public static PodResources of(KubeObject pod) {
    JsonNode spec = pod.spec();
    Amounts overhead = Amounts.of(spec.path("overhead"));
    Amounts requests = together(spec, PodResources::requests).overriddenBy(requests(spec));
    Amounts sums = together(spec, PodResources::limits);
    Amounts limits = bounded(spec, sums).overriddenBy(limits(spec));
    return new PodResources(requests.plus(overhead), withOverhead(limits, overhead), qos(pod));
  }

  /** What is not limited stays so. */
  private static Amounts withOverhead(Amounts limits, Amounts overhead) {
    return new Amounts(
        limits.cpu() > 0 ? limits.cpu() + overhead.cpu() : 0,
        limits.memory() > 0 ? limits.memory() + overhead.memory() : 0,
        limits.storage() > 0 ? limits.storage() + overhead.storage() : 0);
  }

  /** A limit holds for the pod only if every container has one, but for storage. */
  private static Amounts bounded(JsonNode spec, Amounts sum) {
    boolean cpu = containers(spec).allMatch(container -> limits(container).cpu() > 0);
    boolean memory = containers(spec).allMatch(container -> limits(container).memory() > 0);
    return new Amounts(cpu ? sum.cpu() : 0, memory ? sum.memory() : 0, sum.storage());
  }

  static Amounts together(JsonNode spec, Function<JsonNode, Amounts> amounts) {
    Amounts sidecars = Amounts.NONE;
    Amounts starting = Amounts.NONE;
    for (JsonNode container : spec.path("initContainers")) {
      Amounts own = amounts.apply(container);
      if (sidecar(container)) {
        sidecars = sidecars.plus(own);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(own));
      }
    }
    Amounts running = sidecars;
    for (JsonNode container : spec.path("containers")) {
      running = running.plus(amounts.apply(container));
    }
    return running.max(starting);
  }

  /** Requests of a container or pod; where only a limit is named, that is the request. */
  static Amounts requests(JsonNode holder) {
    JsonNode resources = holder.path("resources");
    return limits(holder).overriddenBy(Amounts.of(resources.path("requests")));
  }

  static Amounts limits(JsonNode holder) {
    return Amounts.of(holder.path("resources").path("limits"));
  }

  static boolean sidecar(JsonNode container) {
    return container.path("restartPolicy").asText("").equals("Always");
  }

  static Stream<JsonNode> containers(JsonNode spec) {
    return Stream.concat(
        spec.path("initContainers").valueStream(), spec.path("containers").valueStream());
  }

  /** The class it was given when it was made, or what follows from its spec. */
  private static Qos qos(KubeObject pod) {
    return switch (pod.status().path("qosClass").asText("")) {
      case "Guaranteed" -> Qos.GUARANTEED;
      case "Burstable" -> Qos.BURSTABLE;
      case "BestEffort" -> Qos.BEST_EFFORT;
      default -> qos(pod.spec());
    };
  }

  private static Qos qos(JsonNode spec) {
    boolean whole = spec.path("resources").isObject() && !spec.path("resources").isEmpty();
    if (whole ? nothing(spec) : containers(spec).allMatch(PodResources::nothing)) {
      return Qos.BEST_EFFORT;
    }
    boolean guaranteed =
        whole ? guaranteed(spec) : containers(spec).allMatch(PodResources::guaranteed);
    return guaranteed ? Qos.GUARANTEED : Qos.BURSTABLE;
  }

  private static boolean nothing(JsonNode holder) {
    Amounts requests = requests(holder);
    return requests.cpu() == 0 && requests.memory() == 0;
  }

  private static boolean guaranteed(JsonNode holder) {
    Amounts limits = limits(holder);
    Amounts requests = requests(holder);
    return limits.cpu() > 0
        && limits.memory() > 0
        && requests.cpu() == limits.cpu()
        && requests.memory() == limits.memory();
  }
}
