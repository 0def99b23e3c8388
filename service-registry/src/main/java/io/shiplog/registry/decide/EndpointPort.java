package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A port behind a Service.
 *
 * @param name name of the Service's port; empty where it has none
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param port the number that the endpoint listens on
 * @param appProtocol what is spoken there; empty where it is not said
 */
record EndpointPort(String name, String protocol, int port, String appProtocol) {

  /** Reads the ports of an EndpointSlice or of a subset of Endpoints. */
  static List<EndpointPort> read(JsonNode ports) {
    List<EndpointPort> all = new ArrayList<>();
    for (JsonNode port : ports) {
      all.add(
          new EndpointPort(
              port.path("name").asText(""),
              port.path("protocol").asText("TCP"),
              port.path("port").asInt(),
              port.path("appProtocol").asText("")));
    }
    return all;
  }

  /**
   * The ports of a Service as a pod offers them. A named target that the pod does not have is left
   * out.
   */
  static List<EndpointPort> resolve(JsonNode serviceSpec, JsonNode podSpec) {
    List<EndpointPort> all = new ArrayList<>();
    for (JsonNode port : serviceSpec.path("ports")) {
      String protocol = port.path("protocol").asText("TCP");
      int number = target(port, protocol, podSpec);
      if (number > 0) {
        String name = port.path("name").asText("");
        all.add(new EndpointPort(name, protocol, number, port.path("appProtocol").asText("")));
      }
    }
    return all;
  }

  /** The number a Service's port leads to, or 0. Without a target it leads to its own number. */
  private static int target(JsonNode port, String protocol, JsonNode podSpec) {
    JsonNode target = port.path("targetPort");
    if (target.isTextual() && !target.asText().isEmpty()) {
      int found = named(podSpec.path("containers"), target.asText(), protocol);
      return found > 0 ? found : named(podSpec.path("initContainers"), target.asText(), protocol);
    }
    return target.asInt(0) > 0 ? target.asInt() : port.path("port").asInt();
  }

  private static int named(JsonNode containers, String name, String protocol) {
    for (JsonNode container : containers) {
      for (JsonNode port : container.path("ports")) {
        if (port.path("name").asText().equals(name)
            && port.path("protocol").asText("TCP").equals(protocol)) {
          return port.path("containerPort").asInt();
        }
      }
    }
    return 0;
  }

  /** As it stands in an EndpointSlice, where the name is always given. */
  ObjectNode toSliceJson() {
    ObjectNode json = Json.object().put("name", name).put("protocol", protocol).put("port", port);
    return withAppProtocol(json);
  }

  /** As it stands in Endpoints. */
  ObjectNode toEndpointsJson() {
    ObjectNode json = Json.object();
    if (!name.isEmpty()) {
      json.put("name", name);
    }
    return withAppProtocol(json.put("port", port).put("protocol", protocol));
  }

  private ObjectNode withAppProtocol(ObjectNode json) {
    return appProtocol.isEmpty() ? json : json.put("appProtocol", appProtocol);
  }
}
