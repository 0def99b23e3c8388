package io.shiplog.agent.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From a route to nftables, after kube-proxy's nftables mode: a map leads from address, protocol
 * and port to the Service's chain; that chain picks an endpoint's chain; the endpoint's chain
 * rewrites the destination. Endpoints take turns, where kube-proxy draws lots. A Service port
 * without a ready endpoint is refused, so that clients need not wait for a timeout.
 */
final class ServiceFragments {

  /** Destination address, protocol, port → chain. */
  static final String SERVICE_IPS = "service-ips";

  /** Protocol, port → chain, for addresses of the node. */
  static final String NODE_PORTS = "node-ports";

  /** Address, protocol, port of Services without a ready endpoint. */
  static final String REFUSED_IPS = "refused-ips";

  /** Protocol, port of node ports without a ready endpoint. */
  static final String REFUSED_NODE_PORTS = "refused-node-ports";

  /** Marks packets that must come back through this node. */
  static final String MASQUERADE = "jump mark-for-masquerade";

  private static final int AFFINITY_SECONDS = 10_800;

  private final String podCidr;

  /**
   * Fragments for one node.
   *
   * @param podCidr addresses of this node's pods, which reach Services unmasqueraded; may be empty
   */
  ServiceFragments(String podCidr) {
    this.podCidr = podCidr;
  }

  /** What a route of {@code routes} contributes. */
  Fragment of(JsonNode route) {
    Builder builder = new Builder(route);
    for (JsonNode port : route.path("ports")) {
      builder.port(port);
    }
    return builder.build();
  }

  /** Gathers the chains and elements of one Service. */
  private final class Builder {
    private final JsonNode route;
    private final String service;
    private final String clusterIp;
    private final boolean sticky;
    private final SortedMap<String, List<String>> chains = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();
    private final SortedMap<String, Integer> affinity = new TreeMap<>();

    Builder(JsonNode route) {
      this.route = route;
      this.service = route.path("namespace").asText() + "/" + route.path("name").asText();
      String ip = route.path("clusterIP").asText("");
      this.clusterIp = ip.equals("None") ? "" : ip;
      this.sticky = "ClientIP".equals(route.path("sessionAffinity").asText());
    }

    void port(JsonNode port) {
      String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
      String portName = port.path("name").asText("");
      int number = port.path("port").asInt();
      int nodePort = port.path("nodePort").asInt(0);
      List<String> endpoints = readyEndpoints(portName);
      String id = Names.suffix(8, service, portName, protocol);
      if (endpoints.isEmpty()) {
        refuse(protocol, number, nodePort);
        return;
      }
      String chain = "svc-" + id;
      chains.put(chain, serviceRules(id, protocol, endpoints));
      if (!clusterIp.isEmpty()) {
        put(SERVICE_IPS, clusterIp + " . " + protocol + " . " + number, "goto " + chain);
      }
      if (nodePort > 0) {
        String external = "ext-" + id;
        chains.put(external, List.of(MASQUERADE, "goto " + chain));
        put(NODE_PORTS, protocol + " . " + nodePort, "goto " + external);
      }
    }

    Fragment build() {
      return new Fragment(chains, elements, affinity);
    }

    private void refuse(String protocol, int port, int nodePort) {
      if (!clusterIp.isEmpty()) {
        put(REFUSED_IPS, clusterIp + " . " + protocol + " . " + port, "");
      }
      if (nodePort > 0) {
        put(REFUSED_NODE_PORTS, protocol + " . " + nodePort, "");
      }
    }

    /** {@code ip:port} of every endpoint that takes traffic at a Service port. */
    private List<String> readyEndpoints(String portName) {
      List<String> ready = new ArrayList<>();
      for (JsonNode endpoint : route.path("endpoints")) {
        int target = endpoint.path("ports").path(portName).asInt(0);
        if (endpoint.path("ready").asBoolean(false) && target > 0) {
          ready.add(endpoint.path("ip").asText() + ":" + target);
        }
      }
      ready.sort(null);
      return ready;
    }

    private List<String> serviceRules(String id, String protocol, List<String> endpoints) {
      List<String> rules = new ArrayList<>();
      if (!podCidr.isEmpty() && !clusterIp.isEmpty()) {
        rules.add("ip daddr " + clusterIp + " ip saddr != " + podCidr + " " + MASQUERADE);
      }
      StringBuilder choice = new StringBuilder();
      for (int i = 0; i < endpoints.size(); i++) {
        String endpointChain = "ep-" + id + "-" + Names.suffix(6, endpoints.get(i));
        // nftables changes no set's timeout: with another one it is another set.
        String set = "aff" + endpointChain.substring(2) + "-" + affinitySeconds();
        chains.put(endpointChain, endpointRules(set, protocol, endpoints.get(i)));
        if (sticky) {
          affinity.put(set, affinitySeconds());
          rules.add("ip saddr @" + set + " goto " + endpointChain);
        }
        choice.append(i == 0 ? "" : ", ").append(i).append(" : goto ").append(endpointChain);
      }
      rules.add("numgen inc mod " + endpoints.size() + " vmap { " + choice + " }");
      return rules;
    }

    private List<String> endpointRules(String set, String protocol, String endpoint) {
      List<String> rules = new ArrayList<>();
      String ip = endpoint.substring(0, endpoint.indexOf(':'));
      // A pod that reaches itself through its Service must not answer itself directly.
      rules.add("ip saddr " + ip + " " + MASQUERADE);
      if (sticky) {
        rules.add("update @" + set + " { ip saddr }");
      }
      rules.add("meta l4proto " + protocol + " dnat to " + endpoint);
      return rules;
    }

    private int affinitySeconds() {
      return route.path("affinitySeconds").asInt(AFFINITY_SECONDS);
    }

    private void put(String map, String key, String value) {
      elements.computeIfAbsent(map, name -> new TreeMap<>()).put(key, value);
    }
  }
}
