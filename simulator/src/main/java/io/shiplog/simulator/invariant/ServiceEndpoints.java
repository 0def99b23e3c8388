package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands behind a Service, in each of the forms in which it is written, as lines that can be
 * compared: an address, whether it is ready, and its ports by name.
 */
final class ServiceEndpoints {

  private ServiceEndpoints() {}

  /** What is to stand there: the pods that the Service selects, that have an address and run. */
  static Set<String> ofPods(ObjectTable objects, KubeObject service) {
    var selector = KubeObject.stringMap(service.spec().path("selector"));
    TreeSet<String> lines = new TreeSet<>();
    for (KubeObject pod : objects.list(Catalogue.PODS, service.namespace())) {
      String ip = pod.status().path("podIP").asText();
      boolean ended = pod.status().path("phase").asText().matches("Succeeded|Failed");
      if (pod.labels().entrySet().containsAll(selector.entrySet())
          && !pod.terminating()
          && !ended
          && !ip.isEmpty()) {
        TreeSet<String> ports = new TreeSet<>();
        service.spec().path("ports").forEach(p -> port(p, pod).ifPresent(ports::add));
        lines.add(line(ip, pod.conditionTrue("Ready"), ports));
      }
    }
    return lines;
  }

  /** A Service's port as a pod has it, if it has: the target may be a number or a name. */
  private static Optional<String> port(JsonNode port, KubeObject pod) {
    JsonNode target = port.path("targetPort");
    int number = target.isNumber() ? target.asInt() : 0;
    for (JsonNode container : pod.spec().path("containers")) {
      for (JsonNode open : container.path("ports")) {
        if (target.isTextual() && open.path("name").asText().equals(target.asText())) {
          number = open.path("containerPort").asInt();
        }
      }
    }
    String name = port.path("name").asText();
    return number == 0 ? Optional.empty() : Optional.of(name + "=" + number);
  }

  /** What the EndpointSlices of a Service say. */
  static Set<String> ofSlices(ObjectTable objects, KubeObject service) {
    TreeSet<String> lines = new TreeSet<>();
    for (KubeObject slice : objects.list(Catalogue.ENDPOINTSLICES, service.namespace())) {
      if (slice.label("kubernetes.io/service-name").equals(service.name())) {
        for (JsonNode endpoint : slice.at("endpoints")) {
          boolean ready = endpoint.path("conditions").path("ready").asBoolean();
          String ip = endpoint.path("addresses").path(0).asText();
          lines.add(line(ip, ready, ports(slice.at("ports"))));
        }
      }
    }
    return lines;
  }

  /** What the Endpoints of a Service say, which older clients read. */
  static Set<String> ofEndpoints(ObjectTable objects, KubeObject service) {
    TreeSet<String> lines = new TreeSet<>();
    objects
        .get(Catalogue.ENDPOINTS, service.namespace(), service.name())
        .ifPresent(
            endpoints -> {
              for (JsonNode subset : endpoints.at("subsets")) {
                Set<String> ports = ports(subset.path("ports"));
                subset
                    .path("addresses")
                    .forEach(one -> lines.add(line(one.path("ip").asText(), true, ports)));
                subset
                    .path("notReadyAddresses")
                    .forEach(one -> lines.add(line(one.path("ip").asText(), false, ports)));
              }
            });
    return lines;
  }

  /** What a Service's route says; nothing where there is none. */
  static Set<String> ofRoute(JsonNode route) {
    TreeSet<String> lines = new TreeSet<>();
    if (route != null) {
      for (JsonNode endpoint : route.path("endpoints")) {
        TreeSet<String> ports = new TreeSet<>();
        endpoint
            .path("ports")
            .properties()
            .forEach(port -> ports.add(port.getKey() + "=" + port.getValue().asInt()));
        lines.add(line(endpoint.path("ip").asText(), endpoint.path("ready").asBoolean(), ports));
      }
    }
    return lines;
  }

  private static Set<String> ports(JsonNode ports) {
    TreeSet<String> all = new TreeSet<>();
    ports.forEach(port -> all.add(port.path("name").asText() + "=" + port.path("port").asInt()));
    return all;
  }

  private static String line(String ip, boolean ready, Set<String> ports) {
    return ip + (ready ? " ready " : " not ready ") + ports;
  }
}
