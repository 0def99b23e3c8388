package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.List;

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
    ArrayNode ports = route.putArray("ports");
    spec.path("ports").forEach(port -> ports.add(port(port)));
    ArrayNode all = route.putArray("endpoints");
    endpoints.forEach(endpoint -> all.add(endpoint.toRouteJson()));
    return route;
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
