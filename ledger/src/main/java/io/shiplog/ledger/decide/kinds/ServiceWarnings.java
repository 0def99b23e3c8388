package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be a mistake in a Service, though the rules allow it. Source: the warnings of
 * kube-apiserver ({@code pkg/api/service}). To them is added what nobody acts on here ({@link
 * UnservedFields}).
 */
final class ServiceWarnings {

  private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String MODE = "service.kubernetes.io/topology-mode";

  private ServiceWarnings() {}

  /** What is to be said of a Service that has its defaults. */
  static List<String> of(KubeObject service) {
    List<String> found = new ArrayList<>();
    Field spec = Field.of(service.json(), "spec");
    if (service.annotations().containsKey(HINTS)) {
      found.add("annotation " + HINTS + " is deprecated, please use " + MODE + " instead");
    }
    String type = spec.at("type").text();
    boolean external = type.equals("ExternalName");
    if (type.equals("ClusterIP") && spec.at("clusterIP").text().equals("None")) {
      headless(spec, found);
    }
    if (external && !spec.at("externalIPs").isEmpty()) {
      found.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    if (!external && !spec.at("externalName").isEmpty()) {
      found.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    if (spec.at("trafficDistribution").text().equals("PreferClose")) {
      found.add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
    UnservedFields.check(spec, "ServiceSpec", found::add);
    return found;
  }

  private static void headless(Field spec, List<String> found) {
    for (String field : List.of("loadBalancerIP", "externalIPs")) {
      if (!spec.at(field).isEmpty()) {
        found.add("spec." + field + " is ignored for headless services");
      }
    }
    if (!spec.at("sessionAffinity").text().equals("None")) {
      found.add("spec.SessionAffinity is ignored for headless services");
    }
  }
}
