package io.shiplog.ledger.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.Verb;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a node may ask for: its own Node and Lease, the status and the end of pods bound to it, and
 * Events. Source: Kubernetes' NodeRestriction admission and node authorizer.
 */
public final class NodeCommands {

  private static final String LEASE_NAMESPACE = "kube-node-lease";

  private static final String USER_PREFIX = "system:node:";
  private static final String GROUP = "system:nodes";

  private NodeCommands() {}

  /** The node whose agent that user is; empty for anybody else. */
  public static Optional<String> node(UserInfo user) {
    return user.groups().contains(GROUP) && user.name().startsWith(USER_PREFIX)
        ? Optional.of(user.name().substring(USER_PREFIX.length()))
        : Optional.empty();
  }

  /**
   * Why a command from a node's outbox is refused; empty where it is allowed.
   *
   * @param node the node whose outbox it came from
   * @param objects the current objects
   */
  public static Optional<String> refusal(
      String node, Command command, Function<ObjectKey, Optional<KubeObject>> objects) {
    for (Operation operation : command.operations()) {
      if (!allowed(node, operation, objects)) {
        return Optional.of(
            "node \"%s\" is not allowed to %s %s%s"
                .formatted(
                    node,
                    operation.verb().name().toLowerCase(java.util.Locale.ROOT),
                    operation.key(),
                    operation.subresource().isEmpty() ? "" : ", " + operation.subresource()));
      }
    }
    return Optional.empty();
  }

  private static boolean allowed(
      String node, Operation operation, Function<ObjectKey, Optional<KubeObject>> objects) {
    ObjectKey key = operation.key();
    return switch (key.resource()) {
      case "nodes" -> key.name().equals(node) && operation.verb() != Verb.DELETE;
      case "leases.coordination.k8s.io" ->
          key.namespace().equals(LEASE_NAMESPACE) && key.name().equals(node);
      case "events" -> operation.verb() != Verb.DELETE;
      case "pods" -> podAllowed(operation) && boundTo(node, objects.apply(key));
      default -> false;
    };
  }

  private static boolean podAllowed(Operation operation) {
    return operation.verb() == Verb.DELETE
        || operation.verb() != Verb.CREATE && operation.subresource().equals("status");
  }

  /** A pod that is gone meanwhile is left to the ledger, which says NotFound. */
  private static boolean boundTo(String node, Optional<KubeObject> pod) {
    return pod.isEmpty() || pod.get().spec().path("nodeName").asText().equals(node);
  }
}
