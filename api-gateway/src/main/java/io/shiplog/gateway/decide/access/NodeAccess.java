package io.shiplog.gateway.decide.access;

import java.util.List;

/**
 * What a node may do with objects that are not for every node: its own Node and Lease, the pods
 * bound to it, and the ConfigMaps and Secrets that these name. Of a create the object's name is not
 * known yet: the ledger looks at it once more. Source: Kubernetes' node authorizer, {@code
 * plugin/pkg/auth/authorizer/node/node_authorizer.go}.
 */
final class NodeAccess {

  private static final String LEASE_NAMESPACE = "kube-node-lease";

  private final PodUse pods;

  NodeAccess(PodUse pods) {
    this.pods = pods;
  }

  /** The answer for a node; {@code NO_OPINION} where its role has to say. */
  Verdict decide(String node, Ask ask) {
    if (ask.group().isEmpty()) {
      return switch (ask.resource()) {
        case "configmaps", "secrets" -> ofPods(node, ask);
        case "nodes" -> node(node, ask);
        case "pods" -> pod(node, ask);
        default -> Verdict.NO_OPINION;
      };
    }
    return ask.group().equals("coordination.k8s.io") && ask.resource().equals("leases")
        ? lease(node, ask)
        : Verdict.NO_OPINION;
  }

  private Verdict ofPods(String node, Ask ask) {
    if (!ask.reads()) {
      return Verdict.denied("can only read resources of this type");
    }
    if (!ask.subresource().isEmpty()) {
      return Verdict.denied("cannot read subresource");
    }
    if (ask.namespace().isEmpty()) {
      return Verdict.denied("can only read namespaced object of this type");
    }
    if (ask.name().isEmpty()) {
      return Verdict.denied("No Object name found");
    }
    return pods.uses(node, ask.key()) ? Verdict.ALLOWED : unrelated(node);
  }

  private static Verdict node(String node, Ask ask) {
    boolean own = ask.name().equals(node);
    boolean itself = ask.subresource().isEmpty();
    if (ask.verb().equals("create") && itself) {
      return Verdict.ALLOWED;
    }
    if (ask.reads() && itself) {
      String why = "node '" + node + "' cannot read all nodes, only its own Node object";
      String other =
          "node '" + node + "' cannot read '" + ask.name() + "', only its own Node object";
      return own ? Verdict.ALLOWED : Verdict.denied(ask.name().isEmpty() ? why : other);
    }
    boolean changes = List.of("update", "patch").contains(ask.verb());
    return own && changes && (itself || ask.subresource().equals("status"))
        ? Verdict.ALLOWED
        : Verdict.NO_OPINION;
  }

  private Verdict pod(String node, Ask ask) {
    if (!ask.subresource().isEmpty() || !ask.reads()) {
      return ask.name().isEmpty() || pods.bound(node, ask.key())
          ? Verdict.NO_OPINION
          : unrelated(node);
    }
    if (ask.fields().exact("spec.nodeName").filter(node::equals).isPresent()) {
      return Verdict.ALLOWED;
    }
    if (ask.name().isEmpty()) {
      return Verdict.denied("can only list/watch pods with spec.nodeName field selector");
    }
    return !ask.namespace().isEmpty() && pods.bound(node, ask.key())
        ? Verdict.ALLOWED
        : unrelated(node);
  }

  private static Verdict lease(String node, Ask ask) {
    if (!List.of("get", "create", "update", "patch", "delete").contains(ask.verb())) {
      return Verdict.denied("can only get, create, update, patch, or delete a node lease");
    }
    if (!ask.namespace().equals(LEASE_NAMESPACE)) {
      return Verdict.denied(
          "can only access leases in the \"" + LEASE_NAMESPACE + "\" system namespace");
    }
    boolean fresh = ask.verb().equals("create") && ask.name().isEmpty();
    return fresh || ask.name().equals(node)
        ? Verdict.ALLOWED
        : Verdict.denied("can only access node lease with the same name as the requesting node");
  }

  private static Verdict unrelated(String node) {
    return Verdict.denied("no relationship found between node '" + node + "' and this object");
  }
}
