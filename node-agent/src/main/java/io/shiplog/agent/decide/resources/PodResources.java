package io.shiplog.agent.decide.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.pod.ContainerSums;
import io.shiplog.model.pod.QosClass;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a pod's containers ask for and may use together, and the pod's overhead on top. What the pod
 * itself names in {@code spec.resources} comes in place of what its containers do (KEP-2837).
 *
 * @param requests what is kept free for it
 * @param limits what it may use at most; zero is no limit
 * @param qos how it is treated where the node runs short
 */
public record PodResources(Amounts requests, Amounts limits, QosClass qos) {

  private static final ContainerSums<Amounts> SUMS =
      new ContainerSums<>(Amounts.NONE, Amounts::plus, Amounts::max);

  public static PodResources of(KubeObject pod) {
    JsonNode spec = pod.spec();
    Amounts overhead = Amounts.of(spec.path("overhead"));
    Amounts requests = together(spec, PodResources::requests).overriddenBy(requests(spec));
    Amounts sums = together(spec, PodResources::limits);
    Amounts limits = bounded(spec, sums).overriddenBy(limits(spec));
    return new PodResources(
        requests.plus(overhead), withOverhead(limits, overhead), QosClass.of(pod));
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

  /** What the containers take together, by what one takes. */
  static Amounts together(JsonNode spec, Function<JsonNode, Amounts> amounts) {
    return SUMS.of(spec, amounts);
  }

  /** Requests of a container or pod; where only a limit is named, that is the request. */
  static Amounts requests(JsonNode holder) {
    JsonNode resources = holder.path("resources");
    return limits(holder).overriddenBy(Amounts.of(resources.path("requests")));
  }

  static Amounts limits(JsonNode holder) {
    return Amounts.of(holder.path("resources").path("limits"));
  }

  static Stream<JsonNode> containers(JsonNode spec) {
    return Stream.concat(
        spec.path("initContainers").valueStream(), spec.path("containers").valueStream());
  }
}
