package io.shiplog.agent.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.quantity.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** What the downward API may tell a container of its own pod: fieldRef and resourceFieldRef. */
public final class PodFields {

  private PodFields() {}

  /**
   * The value of a fieldRef.
   *
   * @param podIp the pod's address
   * @param hostIp the node's address
   * @throws ConfigProblem if there is no such field
   */
  public static String field(KubeObject pod, String path, String podIp, String hostIp) {
    return switch (path) {
      case "metadata.name" -> pod.name();
      case "metadata.namespace" -> pod.namespace();
      case "metadata.uid" -> pod.uid();
      case "metadata.labels" -> lines(pod.labels());
      case "metadata.annotations" -> lines(pod.annotations());
      case "spec.nodeName" -> pod.spec().path("nodeName").asText("");
      case "spec.serviceAccountName" -> pod.spec().path("serviceAccountName").asText("");
      case "status.podIP", "status.podIPs" -> podIp;
      case "status.hostIP", "status.hostIPs" -> hostIp;
      default -> keyed(pod, path);
    };
  }

  private static String keyed(KubeObject pod, String path) {
    if (path.startsWith("metadata.labels['") && path.endsWith("']")) {
      return pod.label(path.substring("metadata.labels['".length(), path.length() - 2));
    }
    if (path.startsWith("metadata.annotations['") && path.endsWith("']")) {
      return pod.annotation(path.substring("metadata.annotations['".length(), path.length() - 2));
    }
    throw ConfigProblem.missing("unsupported fieldPath: " + path);
  }

  private static String lines(Map<String, String> map) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(map)
        .forEach(
            (key, value) -> {
              String escaped =
                  value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
              text.append(text.isEmpty() ? "" : "\n");
              text.append(key).append("=\"").append(escaped).append('"');
            });
    return text.toString();
  }

  /**
   * The value of a resourceFieldRef: a whole number of divisors, rounded up. A limit that is not
   * set is all that the node can give.
   *
   * @param container the container that asks; the reference may name another one
   * @param allocatable of the node
   */
  public static String resource(
      KubeObject pod, JsonNode container, JsonNode reference, JsonNode allocatable) {
    JsonNode of = container;
    String other = reference.path("containerName").asText("");
    if (!other.isEmpty()) {
      of =
          ContainerSpec.all(pod).stream()
              .filter(spec -> spec.name().equals(other))
              .findFirst()
              .map(ContainerSpec::json)
              .orElseThrow(() -> ConfigProblem.missing("container " + other + " not found"));
    }
    String[] path = reference.path("resource").asText().split("\\.", 2);
    if (path.length != 2) {
      throw ConfigProblem.missing("unsupported resource: " + reference.path("resource").asText());
    }
    JsonNode limits = of.path("resources").path("limits");
    String amount = of.path("resources").path(path[0]).path(path[1]).asText("");
    if (amount.isEmpty()) {
      amount = limits.path(path[1]).asText("");
    }
    if (amount.isEmpty()) {
      amount = path[0].equals("limits") ? allocatable.path(path[1]).asText("0") : "0";
    }
    String divisor = reference.path("divisor").asText("1");
    BigDecimal by = amount(divisor.isEmpty() || divisor.equals("0") ? "1" : divisor);
    return amount(amount).divide(by, 0, RoundingMode.UP).toPlainString();
  }

  private static BigDecimal amount(String quantity) {
    return Quantity.parse(quantity).toBigDecimal();
  }
}
