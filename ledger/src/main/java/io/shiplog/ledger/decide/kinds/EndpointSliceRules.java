package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** EndpointSlices. Source: the API reference of EndpointSlice. */
final class EndpointSliceRules extends BasicRules {

  private static final int MOST_ENDPOINTS = 1000;
  private static final int MOST_ADDRESSES = 100;

  EndpointSliceRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    for (ObjectNode port : Defaults.items(object, "ports")) {
      if (!port.hasNonNull("name")) {
        port.put("name", "");
      }
      Defaults.text(port, "protocol", "TCP");
    }
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field addressType = Field.of(object.json(), "addressType");
    problems.demandOneOf(addressType, List.of("FQDN", "IPv4", "IPv6"));
    Field endpoints = Field.of(object.json(), "endpoints");
    if (endpoints.node().size() > MOST_ENDPOINTS) {
      tooMany(endpoints, MOST_ENDPOINTS, problems);
    } else {
      endpoints.items().forEach(e -> endpoint(e, addressType.text(), problems));
    }
    ports(Field.of(object.json(), "ports"), problems);
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    problems.immutable(Field.of(updated.json(), "addressType"), current.at("addressType"));
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  private static void endpoint(Field endpoint, String addressType, Problems problems) {
    Field addresses = endpoint.at("addresses");
    if (addresses.isEmpty()) {
      problems.required(addresses, "must contain at least 1 address");
    } else if (addresses.node().size() > MOST_ADDRESSES) {
      tooMany(addresses, MOST_ADDRESSES, problems);
    }
    for (Field address : addresses.items()) {
      address(addressType, addresses, address, problems);
    }
    problems.form(endpoint.at("nodeName"), Formats::dnsSubdomain);
    problems.form(endpoint.at("hostname"), Formats::dnsLabel);
    problems.form(endpoint.at("zone"), Formats::labelValue);
  }

  /** An address of the other family is told at the list. */
  private static void address(
      String addressType, Field addresses, Field address, Problems problems) {
    boolean other =
        addressType.equals("IPv4") && Addresses.isV6(address.text())
            || addressType.equals("IPv6") && Addresses.isV4(address.text());
    if (other) {
      problems.invalid(addresses, address.text(), "must be an " + addressType + " address");
    } else {
      problems.invalidAll(address, Addresses.ofType(addressType, address.text()));
    }
  }

  private static void ports(Field ports, Problems problems) {
    Set<String> names = new HashSet<>();
    for (Field port : ports.items()) {
      Field name = port.at("name");
      problems.form(name, Formats::dnsLabel);
      if (!names.add(name.text())) {
        problems.duplicate(name, name.text());
      }
      if (port.at("port").number() != 0) {
        problems.port(port.at("port"));
      }
      problems.demandOneOf(port.at("protocol"), PortRules.PROTOCOLS);
      problems.form(port.at("appProtocol"), Formats::qualifiedName);
    }
  }

  private static void tooMany(Field list, int most, Problems problems) {
    problems.add(
        new FieldError(
            "FieldValueTooMany",
            list.path(),
            "Too many: " + list.node().size() + ": must have at most " + most + " items"));
  }
}
