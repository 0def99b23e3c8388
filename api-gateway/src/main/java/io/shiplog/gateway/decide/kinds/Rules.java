package io.shiplog.gateway.decide.kinds;

import io.shiplog.gateway.decide.KindRules;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ResourceType;
import java.util.Map;

/** Where the rules of each kind are found. A new kind is one line here and one file beside. */
public final class Rules {

  private static final Map<String, KindRules> OWN =
      Map.ofEntries(
          rules(new NamespaceRules(Catalogue.NAMESPACES), Catalogue.NAMESPACES),
          rules(new NodeRules(Catalogue.NODES), Catalogue.NODES),
          rules(new PodRules(Catalogue.PODS), Catalogue.PODS),
          rules(new ServiceRules(Catalogue.SERVICES), Catalogue.SERVICES),
          rules(new DeploymentRules(Catalogue.DEPLOYMENTS), Catalogue.DEPLOYMENTS),
          rules(new ReplicaSetRules(Catalogue.REPLICASETS), Catalogue.REPLICASETS));

  private Rules() {}

  /** The rules of a kind; those that hold for every kind where it has none of its own. */
  public static KindRules of(ResourceType type) {
    KindRules own = OWN.get(type.qualifiedName());
    return own == null ? new BasicRules(type) : own;
  }

  private static Map.Entry<String, KindRules> rules(KindRules rules, ResourceType type) {
    return Map.entry(type.qualifiedName(), rules);
  }
}
