package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Defaults of a container, wherever it stands. Source: the API reference of Container and Probe,
 * where the documented defaults are.
 */
final class ContainerDefaults {

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HOOKS = List.of("postStart", "preStop");

  private ContainerDefaults() {}

  static void apply(ObjectNode container) {
    Defaults.text(container, "terminationMessagePath", "/dev/termination-log");
    Defaults.text(container, "terminationMessagePolicy", "File");
    Defaults.text(container, "imagePullPolicy", pullPolicy(container.path("image").asText("")));
    ObjectNode resources = Defaults.object(container, "resources");
    Defaults.canonicalQuantities(resources.path("limits"));
    Defaults.canonicalQuantities(resources.path("requests"));
    Defaults.items(container, "ports").forEach(port -> Defaults.text(port, "protocol", "TCP"));
    Defaults.items(container, "env").forEach(ContainerDefaults::env);
    for (String name : PROBES) {
      if (container.get(name) instanceof ObjectNode probe) {
        probe(probe);
      }
    }
    for (String hook : HOOKS) {
      http(container.path("lifecycle").path(hook));
    }
  }

  /**
   * {@code Always} for the tag {@code latest}, spoken or implied; {@code IfNotPresent} for any
   * other tag and for a digest.
   */
  static String pullPolicy(String image) {
    if (image.contains("@")) {
      return "IfNotPresent";
    }
    // A colon before the last slash belongs to a port, not to a tag.
    int colon = image.lastIndexOf(':');
    String tag = colon > image.lastIndexOf('/') ? image.substring(colon + 1) : "latest";
    return tag.equals("latest") ? "Always" : "IfNotPresent";
  }

  /** The version that a field reference is read in, and the divisor of a resource reference. */
  static void references(JsonNode holder) {
    if (holder.path("fieldRef") instanceof ObjectNode fieldRef) {
      Defaults.text(fieldRef, "apiVersion", "v1");
    }
    if (holder.path("resourceFieldRef") instanceof ObjectNode resource) {
      Defaults.text(resource, "divisor", "0");
      Defaults.canonicalQuantity(resource, "divisor");
    }
  }

  private static void env(ObjectNode variable) {
    references(variable.path("valueFrom"));
  }

  private static void probe(ObjectNode probe) {
    Defaults.nonZero(probe, "timeoutSeconds", 1);
    Defaults.nonZero(probe, "periodSeconds", 10);
    Defaults.nonZero(probe, "successThreshold", 1);
    Defaults.nonZero(probe, "failureThreshold", 3);
    http(probe);
    if (probe.get("grpc") instanceof ObjectNode grpc && !grpc.hasNonNull("service")) {
      grpc.put("service", "");
    }
  }

  private static void http(JsonNode handler) {
    if (handler.path("httpGet") instanceof ObjectNode http) {
      Defaults.text(http, "path", "/");
      Defaults.text(http, "scheme", "HTTP");
    }
  }
}
