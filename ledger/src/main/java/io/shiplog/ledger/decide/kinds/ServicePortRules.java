package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a Service's ports must be, each alone and among each other. */
final class ServicePortRules {

  private ServicePortRules() {}

  static void check(Field spec, Problems problems) {
    Field ports = spec.at("ports");
    String type = spec.at("type").text();
    boolean headless = spec.at("clusterIP").text().equals("None");
    if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
      problems.required(ports, "");
    }
    List<Field> items = ports.items();
    items.forEach(port -> port(port, items.size() > 1, type, problems));
    problems.unique(items, "name");
    samePort(items, problems);
    sameNodePort(items, problems);
  }

  private static void port(Field port, boolean needsName, String type, Problems problems) {
    if (needsName || !port.at("name").isEmpty()) {
      problems.demand(port.at("name"), Formats::dnsLabel);
    }
    if (port.at("port").isSet()) {
      problems.port(port.at("port"));
    } else {
      problems.invalid(port.at("port"), 0, "must be between 1 and 65535, inclusive");
    }
    problems.demandOneOf(port.at("protocol"), PortRules.PROTOCOLS);
    port.at("targetPort").ifSet(target -> PortRules.numberOrName(target, problems));
    problems.form(port.at("appProtocol"), Formats::qualifiedName);
    Field nodePort = port.at("nodePort");
    if (nodePort.number() != 0 && type.equals("ClusterIP")) {
      problems.forbidden(nodePort, "may not be used when `type` is 'ClusterIP'");
    }
  }

  private static void samePort(List<Field> ports, Problems problems) {
    Set<ObjectNode> seen = new HashSet<>();
    for (Field port : ports) {
      ObjectNode pair = Json.object();
      pair.set("protocol", port.at("protocol").node());
      pair.set("port", port.at("port").node());
      if (port.at("port").isSet() && !seen.add(pair)) {
        problems.duplicate(port, pair);
      }
    }
  }

  private static void sameNodePort(List<Field> ports, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Field port : ports) {
      Field nodePort = port.at("nodePort");
      String pair = port.at("protocol").text() + "/" + nodePort.number();
      if (nodePort.number() != 0 && !seen.add(pair)) {
        problems.duplicate(nodePort, nodePort.node());
      }
    }
  }
}
