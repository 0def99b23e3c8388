package io.shiplog.scheduler.decide;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A port of the node that a pod takes.
 *
 * @param ip the node's address it listens on; {@code 0.0.0.0} is all of them
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param port number
 */
public record HostPort(String ip, String protocol, int port) {

  private static final String ANY = "0.0.0.0";

  /** Whether both cannot be on one node. */
  public boolean conflictsWith(HostPort other) {
    boolean sameAddress = ip.equals(other.ip) || ip.equals(ANY) || other.ip.equals(ANY);
    return port == other.port && protocol.equals(other.protocol) && sameAddress;
  }

  /** The host ports of a pod, those of its sidecars included. */
  static Set<HostPort> of(JsonNode spec) {
    Set<HostPort> ports = new LinkedHashSet<>();
    boolean hostNetwork = spec.path("hostNetwork").asBoolean(false);
    for (JsonNode container : spec.path("initContainers")) {
      if ("Always".equals(container.path("restartPolicy").asText())) {
        addAll(container, hostNetwork, ports);
      }
    }
    spec.path("containers").forEach(container -> addAll(container, hostNetwork, ports));
    return ports;
  }

  private static void addAll(JsonNode container, boolean hostNetwork, Set<HostPort> into) {
    for (JsonNode port : container.path("ports")) {
      // On the host's network every container port is a port of the host.
      int number =
          port.path("hostPort").asInt(hostNetwork ? port.path("containerPort").asInt() : 0);
      if (number > 0) {
        String ip = port.path("hostIP").asText("");
        into.add(
            new HostPort(ip.isEmpty() ? ANY : ip, port.path("protocol").asText("TCP"), number));
      }
    }
  }
}
