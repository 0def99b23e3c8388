package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A Service's addresses: {@code clusterIP} is the first of {@code clusterIPs}, and once allocated
 * both stay, as node ports do. Source: Kubernetes documentation, "Service".
 */
final class ServiceAddresses {

  private static final String NONE = "None";
  private static final List<String> ALLOCATED =
      List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

  private ServiceAddresses() {}

  /** Brings the two spellings of a new Service's address into agreement. */
  static void created(ObjectNode spec) {
    String single = spec.path("clusterIP").asText("");
    String first = spec.path("clusterIPs").path(0).asText("");
    if (!single.isEmpty() && first.isEmpty()) {
      spec.putArray("clusterIPs").add(single);
    } else if (single.isEmpty() && !first.isEmpty()) {
      spec.put("clusterIP", first);
    }
  }

  /** Keeps what was allocated where an update says nothing about it. */
  static void updated(ObjectNode spec, JsonNode before) {
    boolean hadAddress = !before.path("type").asText().equals("ExternalName");
    if (spec.path("type").asText().equals("ExternalName")) {
      if (hadAddress) {
        release(spec, before);
      }
      return;
    }
    ServiceTypeChange.dropLeftovers(spec, before);
    agree(spec, before);
    for (String field : ALLOCATED) {
      if (hadAddress && spec.path(field).isEmpty() && spec.path(field).asText("").isEmpty()) {
        JsonNode value = before.path(field);
        if (!value.isMissingNode()) {
          spec.set(field, value.deepCopy());
        }
      }
    }
    keepNodePorts(spec, before);
  }

  static void check(Field spec, Problems problems) {
    Field single = spec.at("clusterIP");
    List<Field> all = spec.at("clusterIPs").items();
    String type = spec.at("type").text();
    if (type.equals("ExternalName")) {
      if (!all.isEmpty()) {
        problems.forbidden(spec.at("clusterIPs"), "may not be set for ExternalName services");
      }
      return;
    }
    for (Field address : all) {
      if (!address.text().equals(NONE)) {
        problems.invalidAll(address, Addresses.ip(address.text()));
      } else if (type.equals("NodePort") || type.equals("LoadBalancer")) {
        problems.invalid(address, "may not be set to 'None' for " + type + " services");
      }
    }
    if (!all.isEmpty() && !all.getFirst().text().equals(single.text())) {
      problems.invalid(spec.at("clusterIPs"), "first value must match `clusterIP`");
    }
    for (Field address : spec.at("externalIPs").items()) {
      problems.invalidAll(address, Addresses.ip(address.text()));
    }
    problems.oneOf(
        spec.at("ipFamilyPolicy"), List.of("PreferDualStack", "RequireDualStack", "SingleStack"));
    spec.at("ipFamilies").items().forEach(f -> problems.oneOf(f, List.of("IPv4", "IPv6")));
  }

  /** The first address may change only from or to a type without one. */
  static void checkChange(Field spec, JsonNode before, Problems problems) {
    boolean had = !before.path("type").asText().equals("ExternalName");
    boolean has = !spec.at("type").text().equals("ExternalName");
    String old = before.path("clusterIP").asText("");
    if (had && has && !old.isEmpty() && !spec.at("clusterIP").text().equals(old)) {
      Field all = spec.at("clusterIPs");
      problems.invalid(new Field(all.path() + "[0]", all.node()), "may not change once set");
    }
  }

  /** A change of {@code clusterIP} alone is meant for the first of {@code clusterIPs} too. */
  private static void agree(ObjectNode spec, JsonNode before) {
    String single = spec.path("clusterIP").asText("");
    boolean changed = !single.isEmpty() && !single.equals(before.path("clusterIP").asText(""));
    boolean listUnchanged = Semantics.equal(spec.path("clusterIPs"), before.path("clusterIPs"));
    if (changed && listUnchanged && spec.get("clusterIPs") instanceof ArrayNode list) {
      if (!list.isEmpty()) {
        list.set(0, spec.get("clusterIP"));
      }
    } else {
      created(spec);
    }
  }

  /** A Service that becomes an alias gives back what its update did not touch. */
  private static void release(ObjectNode spec, JsonNode before) {
    for (String field : ALLOCATED) {
      if (Semantics.equal(spec.path(field), before.path(field))) {
        spec.remove(field);
      }
    }
  }

  private static void keepNodePorts(ObjectNode spec, JsonNode before) {
    if (!needsNodePorts(spec) || !needsNodePorts(before)) {
      return;
    }
    for (ObjectNode port : Defaults.items(spec, "ports")) {
      for (JsonNode old : before.path("ports")) {
        boolean same =
            port.path("port").equals(old.path("port"))
                && port.path("protocol").equals(old.path("protocol"));
        if (same && port.path("nodePort").asInt(0) == 0 && !taken(spec, old.path("nodePort"))) {
          port.set("nodePort", old.path("nodePort"));
        }
      }
    }
  }

  private static boolean taken(ObjectNode spec, JsonNode nodePort) {
    boolean taken = nodePort.asInt(0) == 0;
    for (JsonNode port : spec.path("ports")) {
      taken |= port.path("nodePort").equals(nodePort);
    }
    return taken;
  }

  static boolean needsNodePorts(JsonNode spec) {
    String type = spec.path("type").asText();
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }
}
