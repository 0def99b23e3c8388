package io.shiplog.agent.decide.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.select.NodeSelectorTerms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Whether a node takes a pod that it is given for the first time. A scheduler looked already, but a
 * pod may name its node itself, and some things only the node knows. What is refused fails, and is
 * not tried again (kubelet, pkg/kubelet/lifecycle and its admission handlers).
 */
public final class NodeAdmission {

  private static final String OS_LABEL = "kubernetes.io/os";

  private NodeAdmission() {}

  /**
   * What the machine has.
   *
   * @param appArmor whether its kernel enforces AppArmor profiles
   * @param strictGroups whether its runtime knows supplementalGroupsPolicy
   */
  public record Machine(boolean appArmor, boolean strictGroups) {}

  /**
   * The first reason against the pod; empty if it is taken.
   *
   * @param node the node's object
   * @param earlier the pods that the node has taken before, or decides on before this one
   */
  public static Optional<Rejection> of(
      KubeObject pod, KubeObject node, List<KubeObject> earlier, Machine machine) {
    return Stream.<Supplier<Optional<Rejection>>>of(
            () -> Sysctls.forbidden(pod),
            () -> appArmor(pod, machine),
            () -> operatingSystem(pod, node),
            () -> groups(pod, machine),
            () -> NodeFit.of(pod, node, earlier),
            () -> affinity(pod, node),
            () -> ports(pod, earlier))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Rejection> appArmor(KubeObject pod, Machine machine) {
    boolean wanted =
        Stream.concat(Stream.of(pod.spec()), containers(pod.spec()))
            .map(holder -> holder.path("securityContext").path("appArmorProfile").path("type"))
            .anyMatch(type -> type.isTextual() && !type.asText().equals("Unconfined"));
    String why = "Cannot enforce AppArmor: AppArmor is not enabled on the host";
    return wanted && !machine.appArmor()
        ? Optional.of(new Rejection("AppArmor", why))
        : Optional.empty();
  }

  private static Optional<Rejection> operatingSystem(KubeObject pod, KubeObject node) {
    String selected = pod.spec().path("nodeSelector").path(OS_LABEL).asText("");
    if (!selected.isEmpty() && !selected.equals(node.labels().get(OS_LABEL))) {
      return Optional.of(
          new Rejection(
              "PodOSSelectorNodeLabelDoesNotMatch",
              "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"));
    }
    String named = pod.spec().path("os").path("name").asText("linux");
    return named.equals("linux")
        ? Optional.empty()
        : Optional.of(
            new Rejection(
                "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"));
  }

  private static Optional<Rejection> groups(KubeObject pod, Machine machine) {
    String policy =
        pod.spec().path("securityContext").path("supplementalGroupsPolicy").asText("Merge");
    return policy.equals("Strict") && !machine.strictGroups()
        ? Optional.of(
            new Rejection(
                "SupplementalGroupsPolicyNotSupported",
                "SupplementalGroupsPolicy=Strict is not supported in this node"))
        : Optional.empty();
  }

  private static Optional<Rejection> affinity(KubeObject pod, KubeObject node) {
    Map<String, String> selector = KubeObject.stringMap(pod.spec().path("nodeSelector"));
    boolean carries =
        selector.entrySet().stream()
            .allMatch(label -> label.getValue().equals(node.labels().get(label.getKey())));
    JsonNode required =
        pod.spec()
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution");
    boolean suits =
        !required.isObject()
            || NodeSelectorTerms.anyMatches(
                required.path("nodeSelectorTerms"), node.labels(), node.name());
    return carries && suits ? Optional.empty() : failed("NodeAffinity");
  }

  private static Optional<Rejection> ports(KubeObject pod, List<KubeObject> earlier) {
    List<String> own = hostPorts(pod).toList();
    boolean taken = earlier.stream().flatMap(NodeAdmission::hostPorts).anyMatch(own::contains);
    return taken ? failed("NodePorts") : Optional.empty();
  }

  /** Ports of the node that a pod takes; on one address or on all is told apart by the kernel. */
  private static Stream<String> hostPorts(KubeObject pod) {
    return containers(pod.spec())
        .flatMap(container -> container.path("ports").valueStream())
        .filter(port -> port.path("hostPort").asInt(0) > 0)
        .map(
            port ->
                port.path("protocol").asText("TCP")
                    + port.path("hostIP").asText("").replace("0.0.0.0", "")
                    + ":"
                    + port.path("hostPort").asInt());
  }

  private static Optional<Rejection> failed(String predicate) {
    return Optional.of(new Rejection(predicate, "Predicate " + predicate + " failed"));
  }

  private static Stream<JsonNode> containers(JsonNode spec) {
    return Stream.concat(
        spec.path("initContainers").valueStream(), spec.path("containers").valueStream());
  }
}
