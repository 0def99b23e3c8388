package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/** Endpoints, the older form of EndpointSlices. Source: the API reference of Endpoints. */
final class EndpointsRules extends BasicRules {

  EndpointsRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    for (ObjectNode subset : Defaults.items(object, "subsets")) {
      Defaults.items(subset, "ports").forEach(port -> Defaults.text(port, "protocol", "TCP"));
    }
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field.of(object.json(), "subsets").items().forEach(subset -> subset(subset, problems));
  }

  /** What is no address at all is told twice. */
  private static void address(Field ip, Problems problems) {
    problems.invalidAll(ip, Addresses.endpointIp(ip.text()));
    if (!Addresses.ip(ip.text()).isEmpty()) {
      problems.invalid(ip, ip.text(), "must be a valid IP address");
    }
  }

  private static void subset(Field subset, Problems problems) {
    if (subset.at("addresses").isEmpty() && subset.at("notReadyAddresses").isEmpty()) {
      problems.required(subset, "must specify `addresses` or `notReadyAddresses`");
    }
    for (String list : List.of("addresses", "notReadyAddresses")) {
      for (Field address : subset.at(list).items()) {
        address(address.at("ip"), problems);
        problems.form(address.at("hostname"), Formats::dnsLabel);
        problems.form(address.at("nodeName"), Formats::dnsSubdomain);
      }
    }
    List<Field> ports = subset.at("ports").items();
    for (Field port : ports) {
      if (ports.size() > 1 && port.at("name").isEmpty()) {
        problems.required(port.at("name"), "");
      }
      problems.form(port.at("name"), Formats::dnsLabel);
      if (port.at("port").isSet()) {
        problems.port(port.at("port"));
      } else {
        problems.invalid(port.at("port"), 0, "must be between 1 and 65535, inclusive");
      }
      problems.demandOneOf(port.at("protocol"), PortRules.PROTOCOLS);
      problems.form(port.at("appProtocol"), Formats::qualifiedName);
    }
  }
}
