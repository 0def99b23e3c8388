package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/**
 * Services. Addresses and node ports are allocated by the ledger; what a writer asks for is checked
 * here. Source: the API reference of ServiceSpec and kube-apiserver's behaviour.
 */
final class ServiceRules extends BasicRules {

  private static final List<String> TYPES =
      List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final List<String> POLICIES = List.of("Cluster", "Local");
  private static final int MOST_AFFINITY_SECONDS = 86_400;

  ServiceRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    ServiceDefaults.apply(Defaults.object(object, "spec"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    ServiceAddresses.created(Defaults.object(object, "spec"));
    object.putObject("status").putObject("loadBalancer");
  }

  /** What was allocated stays where the update left it out. */
  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForUpdate(updated, current);
    ServiceAddresses.updated(Defaults.object(updated, "spec"), current.spec());
  }

  @Override
  public List<String> warnings(KubeObject service, KubeObject before) {
    return ServiceWarnings.of(service);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field spec = Field.of(object.json(), "spec");
    ServicePortRules.check(spec, problems);
    LabelRules.labels(spec.at("selector"), problems);
    problems.demandOneOf(spec.at("type"), TYPES);
    affinity(spec, problems);
    byType(spec, problems);
    policies(spec, problems);
    ServiceAddresses.check(spec, problems);
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    ServiceAddresses.checkChange(Field.of(updated.json(), "spec"), current.spec(), problems);
  }

  @Override
  public void prepareForStatusUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForStatusUpdate(updated, current);
    JsonNode balancer = updated.path("status").path("loadBalancer");
    for (ObjectNode ingress : Defaults.items(balancer, "ingress")) {
      if (ingress.hasNonNull("ip")) {
        Defaults.text(ingress, "ipMode", "VIP");
      }
    }
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    Field balancer = Field.of(updated.json(), "status").at("loadBalancer");
    for (Field ingress : balancer.at("ingress").items()) {
      problems.form(ingress.at("ip"), Addresses::ip);
      problems.form(ingress.at("hostname"), Formats::dnsSubdomain);
    }
  }

  private static void affinity(Field spec, Problems problems) {
    Field affinity = spec.at("sessionAffinity");
    problems.demandOneOf(affinity, List.of("ClientIP", "None"));
    Field config = spec.at("sessionAffinityConfig");
    if (affinity.text().equals("ClientIP")) {
      Field seconds = config.at("clientIP").at("timeoutSeconds");
      if (seconds.number() <= 0 || seconds.number() > MOST_AFFINITY_SECONDS) {
        problems.invalid(seconds, "must be greater than 0 and less than " + MOST_AFFINITY_SECONDS);
      }
    } else if (config.isSet()) {
      problems.forbidden(config, "must not be set when session affinity is None");
    }
  }

  private static void byType(Field spec, Problems problems) {
    String type = spec.at("type").text();
    if (type.equals("ExternalName")) {
      Field name = spec.at("externalName");
      String bare =
          name.text().endsWith(".")
              ? name.text().substring(0, name.text().length() - 1)
              : name.text();
      if (name.isEmpty()) {
        problems.required(name, "");
      } else {
        problems.invalidAll(name, Formats.dnsSubdomain(bare));
      }
    }
    if (!type.equals("LoadBalancer")) {
      for (String name :
          List.of(
              "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts", "loadBalancerClass")) {
        if (!spec.at(name).isEmpty()) {
          problems.forbidden(spec.at(name), "may only be used when `type` is 'LoadBalancer'");
        }
      }
    }
    List<Field> ranges = spec.at("loadBalancerSourceRanges").items();
    for (int i = 0; i < ranges.size(); i++) {
      // The one field whose errors name it as Go does.
      Field range = new Field("spec.LoadBalancerSourceRanges[" + i + "]", ranges.get(i).node());
      problems.invalidAll(range, Addresses.cidr(range.text()));
    }
    boolean checked = type.equals("LoadBalancer") && local(spec);
    if (spec.at("healthCheckNodePort").number() != 0 && !checked) {
      problems.invalid(
          spec.at("healthCheckNodePort"),
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
  }

  private static boolean local(Field spec) {
    return spec.at("externalTrafficPolicy").text().equals("Local");
  }

  private static void policies(Field spec, Problems problems) {
    Field external = spec.at("externalTrafficPolicy");
    boolean outside =
        spec.node() instanceof ObjectNode node && ServiceDefaults.reachableFromOutside(node);
    if (!external.isEmpty() && !outside) {
      problems.invalid(external, "may only be set for externally-accessible services");
    }
    problems.oneOf(external, POLICIES);
    problems.oneOf(spec.at("internalTrafficPolicy"), POLICIES);
  }
}
