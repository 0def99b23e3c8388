package io.shiplog.agent.decide.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.resources.Amounts;
import io.shiplog.agent.decide.resources.PodResources;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a node has room for a pod beside those that it has already. Only what every node has is
 * counted here.
 */
final class NodeFit {

  private NodeFit() {}

  static Optional<Rejection> of(KubeObject pod, KubeObject node, List<KubeObject> earlier) {
    JsonNode allocatable = node.status().path("allocatable");
    if (!allocatable.isObject()) {
      // The node has not said yet what it has.
      return Optional.empty();
    }
    Amounts offered = Amounts.of(allocatable);
    Amounts wanted = PodResources.of(pod).requests();
    Amounts taken =
        earlier.stream()
            .map(other -> PodResources.of(other).requests())
            .reduce(Amounts.NONE, Amounts::plus);
    long pods = Quantity.tryParse(allocatable.path("pods")).orElse(Quantity.ZERO).value();
    return Stream.of(
            look("pods", 1, earlier.size(), pods),
            look("cpu", wanted.cpu(), taken.cpu(), offered.cpu()),
            look("memory", wanted.memory(), taken.memory(), offered.memory()),
            look("ephemeral-storage", wanted.storage(), taken.storage(), offered.storage()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** What is not wanted is not missing either, however little there is. */
  private static Optional<Rejection> look(String name, long wanted, long taken, long offered) {
    if (wanted == 0 || wanted <= offered - taken) {
      return Optional.empty();
    }
    String message =
        "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
            .formatted(name, wanted, taken, offered);
    return Optional.of(new Rejection("OutOf" + name, message));
  }
}
