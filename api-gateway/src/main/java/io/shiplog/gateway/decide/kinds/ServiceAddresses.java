package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A Service's addresses: {@code clusterIP} is the first of {@code clusterIPs}, and once allocated
 * it stays. Source: Kubernetes documentation, "Service".
 */
final class ServiceAddresses {

  private static final String NONE = "None";

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

  /** Brings an update's addresses into agreement; the ledger keeps what it allocated. */
  static void updated(ObjectNode spec, JsonNode before) {
    ServiceTypeChange.dropLeftovers(spec, before);
    if (!spec.path("type").asText().equals("ExternalName")) {
      agree(spec, before);
    }
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
}
