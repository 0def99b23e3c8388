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
 * without a ready endpoint is refused, so that clients need not wait for a timeout; where its
 * policy is Local and only other nodes have endpoints, its packets are dropped, as with kube-proxy.
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

  /** Address, protocol, port of Services without an endpoint on this node, which they demand. */
  static final String DROPPED_IPS = "dropped-ips";

  /** Protocol, port of such node ports. */
  static final String DROPPED_NODE_PORTS = "dropped-node-ports";

  /** Address, protocol, port → chain that lets only some sources through. */
  static final String FIREWALL_IPS = "firewall-ips";

  /** Marks packets that must come back through this node. */
  static final String MASQUERADE = "jump mark-for-masquerade";

  private static final int AFFINITY_SECONDS = 10_800;
  private static final String IPV4 = "\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?";

  private final String podCidr;
  private final String node;

  /**
   * Fragments for one node.
   *
   * @param podCidr addresses of this node's pods, which reach Services unmasqueraded; may be empty
   * @param node its name, for Services that are to stay on it
   */
  ServiceFragments(String podCidr, String node) {
    this.podCidr = podCidr;
    this.node = node;
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
    private final List<String> balancers;
    private final List<String> external;
    private final boolean sticky;
    private final SortedMap<String, List<String>> chains = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();
    private final SortedMap<String, Integer> affinity = new TreeMap<>();

    Builder(JsonNode route) {
      this.route = route;
      this.service = route.path("namespace").asText() + "/" + route.path("name").asText();
      String ip = route.path("clusterIP").asText("");
      this.clusterIp = ip.equals("None") ? "" : ip;
      this.balancers = texts("loadBalancerIPs");
      this.external = new ArrayList<>(texts("externalIPs"));
      balancers.stream().filter(address -> !external.contains(address)).forEach(external::add);
      this.sticky = "ClientIP".equals(route.path("sessionAffinity").asText());
    }

    /** The IPv4 addresses or ranges in a list of the route. */
    private List<String> texts(String list) {
      return route
          .path(list)
          .valueStream()
          .map(text -> text.asText().strip())
          .filter(text -> text.matches(IPV4))
          .distinct()
          .toList();
    }

    void port(JsonNode port) {
      String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
      String portName = port.path("name").asText("");
      String at = protocol + " . " + port.path("port").asInt();
      int nodePort = port.path("nodePort").asInt(0);
      String onNode = nodePort > 0 ? protocol + " . " + nodePort : "";
      List<String> endpoints = readyEndpoints(portName, false);
      if (endpoints.isEmpty()) {
        put(REFUSED_IPS, clusterIp, at, "");
        external.forEach(ip -> put(REFUSED_IPS, ip, at, ""));
        putNodePort(REFUSED_NODE_PORTS, onNode, "");
        return;
      }
      String id = Names.suffix(8, service, portName, protocol);
      String all = "svc-" + id;
      chains.put(all, serviceRules(id, protocol, endpoints));
      boolean here = local("internal") || local("external");
      List<String> near = here ? readyEndpoints(portName, true) : List.of();
      String nearby = near.isEmpty() ? "" : "svl-" + id;
      if (!near.isEmpty()) {
        chains.put(nearby, serviceRules(id, protocol, near));
      }
      internal(at, local("internal") ? nearby : all);
      external(id, at, onNode, all, nearby);
    }

    private void internal(String at, String chain) {
      if (chain.isEmpty()) {
        put(DROPPED_IPS, clusterIp, at, "");
      } else {
        put(SERVICE_IPS, clusterIp, at, "goto " + chain);
      }
    }

    private void external(String id, String at, String onNode, String all, String nearby) {
      if (external.isEmpty() && onNode.isEmpty()) {
        return;
      }
      String chain = "ext-" + id;
      chains.put(chain, local("external") ? localRules(all, nearby) : anyRules(all));
      external.forEach(ip -> put(SERVICE_IPS, ip, at, "goto " + chain));
      putNodePort(NODE_PORTS, onNode, "goto " + chain);
      if (local("external") && nearby.isEmpty()) {
        external.forEach(ip -> put(DROPPED_IPS, ip, at, ""));
        putNodePort(DROPPED_NODE_PORTS, onNode, "");
      }
      if (!route.path("loadBalancerSourceRanges").isEmpty() && !balancers.isEmpty()) {
        List<String> rules = new ArrayList<>();
        texts("loadBalancerSourceRanges")
            .forEach(from -> rules.add("ip saddr " + from + " return"));
        rules.add("drop");
        chains.put("fw-" + id, rules);
        balancers.forEach(ip -> put(FIREWALL_IPS, ip, at, "goto fw-" + id));
      }
    }

    private List<String> anyRules(String all) {
      return List.of(MASQUERADE, "goto " + all);
    }

    /**
     * Who is on this node may use all endpoints; others reach its own, and are seen as they are.
     */
    private List<String> localRules(String all, String nearby) {
      List<String> rules = new ArrayList<>();
      if (!podCidr.isEmpty()) {
        rules.add("ip saddr " + podCidr + " goto " + all);
      }
      rules.add("fib saddr type local " + MASQUERADE);
      rules.add("fib saddr type local goto " + all);
      if (!nearby.isEmpty()) {
        rules.add("goto " + nearby);
      }
      return rules;
    }

    private boolean local(String traffic) {
      return route.path(traffic + "TrafficPolicy").asText("Cluster").equals("Local");
    }

    Fragment build() {
      return new Fragment(chains, elements, affinity);
    }

    /** {@code ip:port} of every endpoint that takes traffic at a Service port. */
    private List<String> readyEndpoints(String portName, boolean here) {
      List<String> ready = new ArrayList<>();
      for (JsonNode endpoint : route.path("endpoints")) {
        int target = endpoint.path("ports").path(portName).asInt(0);
        boolean counts = !here || endpoint.path("node").asText("").equals(node);
        if (endpoint.path("ready").asBoolean(false) && target > 0 && counts) {
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

    private void put(String map, String address, String at, String value) {
      if (!address.isEmpty()) {
        elements.computeIfAbsent(map, name -> new TreeMap<>()).put(address + " . " + at, value);
      }
    }

    private void putNodePort(String map, String port, String value) {
      if (!port.isEmpty()) {
        elements.computeIfAbsent(map, name -> new TreeMap<>()).put(port, value);
      }
    }
  }
}
