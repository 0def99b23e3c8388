package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.List;

/**
 * One address behind a Service.
 *
 * @param ip address
 * @param node the node it is on; empty where it is on none
 * @param zone the node's zone; empty where it is not known
 * @param hostname its own name under the Service's; empty where it has none
 * @param ready whether it takes new connections
 * @param serving whether it answers, be it on its way out or not
 * @param terminating whether it is on its way out
 * @param target the object behind it, as an ObjectReference; null where there is none
 * @param ports its ports, in the Service's order
 */
record Endpoint(
    String ip,
    String node,
    String zone,
    String hostname,
    boolean ready,
    boolean serving,
    boolean terminating,
    JsonNode target,
    List<EndpointPort> ports) {

  /**
   * Reads an entry of an EndpointSlice, with one of its addresses. Conditions that are not given
   * are taken to be fine, as the API says.
   */
  static Endpoint read(JsonNode json, String address, List<EndpointPort> ports) {
    JsonNode conditions = json.path("conditions");
    boolean ready = conditions.path("ready").asBoolean(true);
    return new Endpoint(
        address,
        json.path("nodeName").asText(""),
        json.path("zone").asText(""),
        json.path("hostname").asText(""),
        ready,
        conditions.path("serving").asBoolean(ready),
        conditions.path("terminating").asBoolean(false),
        json.get("targetRef"),
        ports);
  }

  /** As it stands in an EndpointSlice. */
  ObjectNode toSliceJson() {
    ObjectNode json = Json.object();
    json.putArray("addresses").add(ip);
    json.putObject("conditions")
        .put("ready", ready)
        .put("serving", serving)
        .put("terminating", terminating);
    putUnlessEmpty(json, "hostname", hostname);
    putUnlessEmpty(json, "nodeName", node);
    if (target != null) {
      json.set("targetRef", target);
    }
    putUnlessEmpty(json, "zone", zone);
    return json;
  }

  /** As it stands in Endpoints. */
  ObjectNode toEndpointsJson() {
    ObjectNode json = Json.object();
    putUnlessEmpty(json, "hostname", hostname);
    json.put("ip", ip);
    putUnlessEmpty(json, "nodeName", node);
    if (target != null) {
      json.set("targetRef", target);
    }
    return json;
  }

  /** As it stands in a route. */
  ObjectNode toRouteJson() {
    ObjectNode json = Json.object().put("ip", ip);
    putUnlessEmpty(json, "node", node);
    putUnlessEmpty(json, "zone", zone);
    putUnlessEmpty(json, "hostname", hostname);
    json.put("ready", ready).put("serving", serving).put("terminating", terminating);
    ObjectNode numbers = json.putObject("ports");
    ports.forEach(port -> numbers.put(port.name(), port.port()));
    return json;
  }

  private static void putUnlessEmpty(ObjectNode json, String field, String value) {
    if (!value.isEmpty()) {
      json.put(field, value);
    }
  }
}
