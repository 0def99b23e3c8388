package io.shiplog.model.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What a pod's containers take together. Containers run beside each other, so they add up; init
 * containers run one after the other before them, so the greatest counts; an init container that
 * restarts always (a sidecar) stays, so it adds to all that comes after it. Source: Kubernetes
 * documentation, "Sidecar Containers", "Resource sharing within containers".
 *
 * @param none nothing of anything
 * @param plus the sum of two amounts
 * @param max the greater of two amounts, resource by resource
 * @param <A> amounts of resources
 */
public record ContainerSums<A>(A none, BinaryOperator<A> plus, BinaryOperator<A> max) {

  /** Whether an init container stays while the pod runs. */
  public static boolean sidecar(JsonNode container) {
    return container.path("restartPolicy").asText("").equals("Always");
  }

  /**
   * The amounts for all containers of a pod.
   *
   * @param spec the pod's spec
   * @param amounts what one container takes
   */
  public A of(JsonNode spec, Function<JsonNode, A> amounts) {
    A sidecars = none;
    A starting = none;
    for (JsonNode container : spec.path("initContainers")) {
      A now = plus.apply(sidecars, amounts.apply(container));
      starting = max.apply(starting, now);
      sidecars = sidecar(container) ? now : sidecars;
    }
    A running = sidecars;
    for (JsonNode container : spec.path("containers")) {
      running = plus.apply(running, amounts.apply(container));
    }
    return max.apply(running, starting);
  }
}
