package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.quantity.Quantity;
import io.shiplog.model.reconcile.ObjectTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** No binding gives a node more CPU, memory or pods than it has room for. */
public final class NoOvercommit implements Invariant {

  private static final List<String> RESOURCES = List.of("cpu", "memory");

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      boolean pod = written.key().resource().equals(Catalogue.PODS.qualifiedName());
      if (!pod || node(written.after()).isEmpty() || !node(written.before()).isEmpty()) {
        continue;
      }
      ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
      String name = node(written.after());
      Optional<String> over =
          objects.get(Catalogue.NODES, "", name).flatMap(node -> over(objects, node));
      if (over.isPresent()) {
        return Optional.of(written.key() + " was bound to " + name + ", whose " + over.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> over(ObjectTable objects, KubeObject node) {
    JsonNode has = node.status().path("allocatable");
    List<KubeObject> pods =
        objects.podsOn(node.name()).stream()
            .map((ObjectKey key) -> objects.get(key).orElseThrow())
            .filter(pod -> !pod.status().path("phase").asText().matches("Succeeded|Failed"))
            .toList();
    if (pods.size() > amount(has, "pods").intValueExact()) {
      return Optional.of("pods are now " + pods.size() + " of " + has.path("pods"));
    }
    for (String resource : RESOURCES) {
      BigDecimal asked =
          pods.stream()
              .map(pod -> requests(pod, resource))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (asked.compareTo(amount(has, resource)) > 0) {
        return Optional.of(
            "pods now ask for " + asked + " of " + resource + " of " + has.path(resource));
      }
    }
    return Optional.empty();
  }

  /**
   * Containers run together, init containers one by one before them: the greater of both is what a
   * pod needs (documentation of init containers, "Resource sharing within containers").
   */
  private static BigDecimal requests(KubeObject pod, String resource) {
    BigDecimal together = BigDecimal.ZERO;
    for (JsonNode container : pod.spec().path("containers")) {
      together = together.add(request(container, resource));
    }
    for (JsonNode container : pod.spec().path("initContainers")) {
      together = together.max(request(container, resource));
    }
    return together;
  }

  private static BigDecimal request(JsonNode container, String resource) {
    return amount(container.path("resources").path("requests"), resource);
  }

  private static BigDecimal amount(JsonNode amounts, String resource) {
    return Quantity.parse(amounts.path(resource).asText("0")).toBigDecimal();
  }

  private static String node(KubeObject pod) {
    return pod == null ? "" : pod.spec().path("nodeName").asText("");
  }
}
