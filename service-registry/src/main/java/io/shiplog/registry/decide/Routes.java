package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.List;
import java.util.stream.Stream;

/** What the proxies and the DNS of the nodes need to know of a Service. */
final class Routes {

  private Routes() {}

  /** The route of a Service, or null for one that has none: an ExternalName, or no address yet. */
  static ObjectNode of(KubeObject service, List<Endpoint> endpoints) {
    JsonNode spec = service.spec();
    String type = spec.path("type").asText("ClusterIP");
    String clusterIp = spec.path("clusterIP").asText("");
    if (type.equals("ExternalName") || clusterIp.isEmpty()) {
      return null;
    }
    ObjectNode route = Json.object();
    route.put("namespace", service.namespace());
    route.put("name", service.name());
    route.put("uid", service.uid());
    route.put("type", type);
    route.put("clusterIP", clusterIp);
    affinity(spec, route);
    route.put("internalTrafficPolicy", spec.path("internalTrafficPolicy").asText("Cluster"));
    route.put("externalTrafficPolicy", spec.path("externalTrafficPolicy").asText("Cluster"));
    external(service, route);
    ArrayNode ports = route.putArray("ports");
    spec.path("ports").forEach(port -> ports.add(port(port)));
    ArrayNode all = route.putArray("endpoints");
    endpoints.forEach(endpoint -> all.add(endpoint.toRouteJson()));
    return route;
  }

  /**
   * The addresses beside its own at which a Service answers: those that its spec names, and those
   * that a load balancer gave it, unless it is a proxy (core/v1 LoadBalancerIngress.ipMode).
   */
  private static void external(KubeObject service, ObjectNode route) {
    put(route, "externalIPs", service.spec().path("externalIPs").valueStream());
    if (service.spec().path("type").asText("").equals("LoadBalancer")) {
      put(
          route,
          "loadBalancerIPs",
          Json.at(service.status(), "loadBalancer", "ingress")
              .valueStream()
              .filter(ingress -> ingress.path("ipMode").asText("VIP").equals("VIP"))
              .map(ingress -> ingress.path("ip"))
              .filter(JsonNode::isTextual));
      put(
          route,
          "loadBalancerSourceRanges",
          service.spec().path("loadBalancerSourceRanges").valueStream());
    }
  }

  private static void put(ObjectNode route, String list, Stream<JsonNode> texts) {
    List<JsonNode> all = texts.toList();
    if (!all.isEmpty()) {
      route.putArray(list).addAll(all);
    }
  }

  private static void affinity(JsonNode spec, ObjectNode route) {
    route.put("sessionAffinity", spec.path("sessionAffinity").asText("None"));
    JsonNode seconds = Json.at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds");
    if (seconds.isNumber()) {
      route.put("affinitySeconds", seconds.asInt());
    }
  }

  private static ObjectNode port(JsonNode port) {
    ObjectNode json = Json.object();
    json.put("name", port.path("name").asText(""));
    json.put("protocol", port.path("protocol").asText("TCP"));
    json.put("port", port.path("port").asInt());
    if (port.path("nodePort").asInt(0) > 0) {
      json.put("nodePort", port.path("nodePort").asInt());
    }
    if (port.has("targetPort")) {
      json.set("targetPort", port.get("targetPort"));
    }
    return json;
  }
}
