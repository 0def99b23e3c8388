package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Service's addresses: {@code clusterIP} is the first of {@code clusterIPs}, and once allocated
 * it stays. Source: Kubernetes documentation, "Service".
 */
final class ServiceAddresses {

  private static final String NONE = "None";
  private static final List<String> POLICIES =
      List.of("PreferDualStack", "RequireDualStack", "SingleStack");

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
    boolean headless = !all.isEmpty() && all.getFirst().text().equals(NONE);
    if (headless && all.size() > 1) {
      problems.invalid(spec.at("clusterIPs"), "'None' must be the first and only value");
    }
    for (Field address : all) {
      if (!address.text().equals(NONE) || address != all.getFirst()) {
        problems.invalidAll(address, Addresses.ip(address.text()));
      } else if (type.equals("NodePort") || type.equals("LoadBalancer")) {
        problems.invalid(address, "may not be set to 'None' for " + type + " services");
      }
    }
    if (!all.isEmpty() && !all.getFirst().text().equals(single.text())) {
      problems.invalid(spec.at("clusterIPs"), "first value must match `clusterIP`");
    }
    for (Field address : spec.at("externalIPs").items()) {
      problems.invalidAll(address, Addresses.endpointIp(address.text()));
    }
    families(spec, headless && spec.at("selector").isEmpty(), problems);
  }

  /** The cluster has IPv4 alone; only a Service without any addresses of its own may say more. */
  private static void families(Field spec, boolean anything, Problems problems) {
    Set<String> seen = new HashSet<>();
    boolean right = true;
    for (Field family : spec.at("ipFamilies").items()) {
      problems.oneOf(family, List.of("IPv4", "IPv6"));
      if (!seen.add(family.text())) {
        problems.duplicate(family, family.text());
        right = false;
      }
    }
    Field policy = spec.at("ipFamilyPolicy");
    right &= policy.isEmpty() || POLICIES.contains(policy.text());
    problems.oneOf(policy, POLICIES);
    if (anything || !right) {
      return;
    }
    for (Field family : spec.at("ipFamilies").items()) {
      if (family.text().equals("IPv6")) {
        problems.invalid(family, "not configured on this cluster");
      }
    }
    if (policy.text().equals("RequireDualStack")) {
      problems.invalid(policy, "this cluster is not configured for dual-stack services");
    }
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
