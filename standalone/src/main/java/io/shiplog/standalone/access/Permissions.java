package io.shiplog.standalone.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.shiplog.topics.Principals;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each principal may do at the broker. What is not here, nobody may. Who writes which topic is
 * what {@link Topics} says of it; a role reads what it must to do its work. Whoever makes a topic
 * may also set how large its records are.
 */
final class Permissions {

  private static final Set<String> CLUSTER_TOPICS =
      Topics.cluster().stream().map(Topics.Spec::name).collect(Collectors.toUnmodifiableSet());

  private static final Set<String> EVERYTHING = Set.of(Principals.BROKER, Principals.ADMIN);

  private static final Map<String, List<Grant>> SERVICES =
      Map.of(
          Principals.GATEWAY, gateway(),
          Principals.SCHEDULER, scheduler(),
          Principals.DEPLOYMENT, service(Principals.DEPLOYMENT),
          Principals.REGISTRY, registry());

  private static final List<Grant> PRODUCER = List.of(Grant.topic(Topics.SPECS, WRITE));

  private static final List<Grant> READER =
      List.of(
          Grant.topics(
              Set.of(
                      Topics.OBJECTS,
                      Topics.OUTCOMES,
                      Topics.HISTORY,
                      Topics.ROUTES,
                      Topics.SPECS_REFUSED)
                  ::contains,
              READ),
          Grant.groups(group -> Principals.is(Principals.READER, group)));

  private Permissions() {}

  /** Whether a principal may do that. */
  static boolean allow(
      String principal, AclOperation operation, ResourceType type, String resource) {
    return EVERYTHING.contains(principal)
        || grants(principal).stream().anyMatch(grant -> grant.allows(operation, type, resource));
  }

  /** Whether a principal may do that with any resource of the type. */
  static boolean allowSome(String principal, AclOperation operation, ResourceType type) {
    return EVERYTHING.contains(principal)
        || grants(principal).stream()
            .anyMatch(grant -> grant.type() == type && grant.allows(operation));
  }

  private static List<Grant> grants(String principal) {
    List<Grant> service = SERVICES.get(principal);
    if (service != null) {
      return service;
    }
    String node = Principals.nodeOf(principal);
    if (node != null) {
      return node(node);
    }
    if (Principals.is(Principals.PRODUCER, principal)) {
      return PRODUCER;
    }
    return Principals.is(Principals.READER, principal) ? READER : List.of();
  }

  /** The one that makes the cluster's topics, and the one that writes what the ledger decides. */
  private static List<Grant> gateway() {
    return List.of(
        Grant.topics(CLUSTER_TOPICS::contains, CREATE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS),
        Grant.topics(
            Set.of(
                    Topics.COMMANDS,
                    Topics.OBJECTS,
                    Topics.OUTCOMES,
                    Topics.OUTCOMES_ONCE,
                    Topics.HISTORY,
                    Topics.SPECS_REFUSED)
                ::contains,
            WRITE),
        Grant.topics(
            Set.of(
                    Topics.COMMANDS,
                    Topics.OBJECTS,
                    Topics.OUTCOMES,
                    Topics.OUTCOMES_ONCE,
                    Topics.HISTORY,
                    Topics.SPECS)
                ::contains,
            READ),
        Grant.topics(topic -> ofNode(topic, ".requests"), WRITE),
        Grant.topics(topic -> ofNode(topic, ".observed") || ofNode(topic, ".replies"), READ),
        Grant.groups(
            Set.of("shiplog-ledger", "shiplog-node-intake", "shiplog-specs-intake")::contains),
        Grant.transactions("ledger-shard-"));
  }

  /**
   * A reactor: it follows the objects, asks for changes, and looks what was asked for before it.
   */
  private static List<Grant> service(String name, Grant... more) {
    String group = "shiplog-" + name;
    List<Grant> grants =
        new java.util.ArrayList<>(
            List.of(
                Grant.topic(Topics.OBJECTS, READ),
                Grant.topic(Topics.COMMANDS, READ, WRITE),
                Grant.groups(group::equals)));
    grants.addAll(List.of(more));
    return List.copyOf(grants);
  }

  private static List<Grant> scheduler() {
    return service(
        Principals.SCHEDULER,
        Grant.topics(
            topic -> ofNode(topic, ".desired"), CREATE, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS));
  }

  private static List<Grant> registry() {
    return service(Principals.REGISTRY, Grant.topic(Topics.ROUTES, READ, WRITE));
  }

  private static List<Grant> node(String node) {
    return List.of(
        Grant.topic(Topics.ROUTES, READ),
        Grant.topic(Topics.desired(node), CREATE, READ, DESCRIBE_CONFIGS, ALTER_CONFIGS),
        Grant.topic(Topics.requests(node), CREATE, READ, DESCRIBE_CONFIGS, ALTER_CONFIGS),
        Grant.topic(Topics.observed(node), CREATE, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS),
        Grant.topic(Topics.replies(node), CREATE, WRITE, DESCRIBE_CONFIGS, ALTER_CONFIGS));
  }

  private static boolean ofNode(String topic, String suffix) {
    return topic.startsWith("node.") && topic.endsWith(suffix);
  }
}
