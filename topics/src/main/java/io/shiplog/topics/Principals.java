package io.shiplog.topics;

import java.util.List;

/**
 * Who the broker's clients are. What each may do, the broker's authorizer says; on a Kafka of one's
 * own the ACLs that its administrators set.
 */
public final class Principals {

  /** Brokers and controllers among themselves: everything. */
  public static final String BROKER = "broker";

  /** People who look after a cluster, and their tools: everything. */
  public static final String ADMIN = "admin";

  /** The gateways, and in them the ledger and the intakes. */
  public static final String GATEWAY = "api-gateway";

  /** The service that binds pods and fills the nodes' inboxes. */
  public static final String SCHEDULER = "scheduler-service";

  /** The controllers. */
  public static final String DEPLOYMENT = "deployment-service";

  /** The service that writes EndpointSlices and routes. */
  public static final String REGISTRY = "service-registry";

  /** Who may write manifests to {@code specs}, and nothing else; also {@code producer.<name>}. */
  public static final String PRODUCER = "producer";

  /** Who may read what the ledger wrote, and nothing else; also {@code reader.<name>}. */
  public static final String READER = "reader";

  /** Those that every cluster has from the beginning. */
  public static final List<String> CLUSTER =
      List.of(BROKER, ADMIN, GATEWAY, SCHEDULER, DEPLOYMENT, REGISTRY, PRODUCER, READER);

  private static final String NODE = "node.";

  private Principals() {}

  /** The agent of a node. */
  public static String node(String node) {
    return NODE + node;
  }

  /** The node whose agent that is; null where it is none. */
  public static String nodeOf(String principal) {
    return principal.length() > NODE.length() && principal.startsWith(NODE)
        ? principal.substring(NODE.length())
        : null;
  }

  /** Whether a principal is of that kind: it bears its name, or one of its own below it. */
  public static boolean is(String kind, String principal) {
    return principal.equals(kind) || principal.startsWith(kind + ".");
  }
}
