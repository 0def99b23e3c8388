package io.shiplog.ledger.decide.kinds;

import io.shiplog.ledger.decide.KindRules;
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
          rules(new EndpointsRules(Catalogue.ENDPOINTS), Catalogue.ENDPOINTS),
          rules(new EndpointSliceRules(Catalogue.ENDPOINTSLICES), Catalogue.ENDPOINTSLICES),
          rules(new ConfigMapRules(Catalogue.CONFIGMAPS), Catalogue.CONFIGMAPS),
          rules(new SecretRules(Catalogue.SECRETS), Catalogue.SECRETS),
          rules(new ServiceAccountRules(Catalogue.SERVICEACCOUNTS), Catalogue.SERVICEACCOUNTS),
          rules(new EventRules(Catalogue.EVENTS), Catalogue.EVENTS),
          rules(new LeaseRules(Catalogue.LEASES), Catalogue.LEASES),
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
