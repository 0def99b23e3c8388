package io.shiplog.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {

  private static final List<String> PRINCIPALS =
      List.of(
          "api-gateway",
          "scheduler-service",
          "deployment-service",
          "service-registry",
          "node.n1",
          "node.a.b",
          "producer",
          "producer.ci",
          "reader",
          "anybody",
          "ANONYMOUS");

  private static final List<String> TOPICS =
      Stream.concat(
              Topics.cluster().stream(),
              Stream.of("n1", "a.b", "b").flatMap(node -> Topics.node(node).stream()))
          .map(Topics.Spec::name)
          .toList();

  /** Every cell: who writes a topic, besides the super users. */
  @Test
  void eachTopicHasTheWritersThatItsCommentNames() {
    Set<String> services =
        Set.of("api-gateway", "scheduler-service", "deployment-service", "service-registry");
    Map<String, Set<String>> writers =
        Map.ofEntries(
            Map.entry("commands", services),
            Map.entry("objects", Set.of("api-gateway")),
            Map.entry("outcomes", Set.of("api-gateway")),
            Map.entry("outcomes.once", Set.of("api-gateway")),
            Map.entry("history", Set.of("api-gateway")),
            Map.entry("specs", Set.of("producer", "producer.ci")),
            Map.entry("specs.refused", Set.of("api-gateway")),
            Map.entry("routes", Set.of("service-registry")),
            Map.entry("node.n1.desired", Set.of("scheduler-service")),
            Map.entry("node.n1.observed", Set.of("node.n1")),
            Map.entry("node.n1.requests", Set.of("api-gateway")),
            Map.entry("node.n1.replies", Set.of("node.n1")),
            Map.entry("node.a.b.desired", Set.of("scheduler-service")),
            Map.entry("node.a.b.observed", Set.of("node.a.b")),
            Map.entry("node.a.b.requests", Set.of("api-gateway")),
            Map.entry("node.a.b.replies", Set.of("node.a.b")),
            Map.entry("node.b.desired", Set.of("scheduler-service")),
            Map.entry("node.b.observed", Set.of()),
            Map.entry("node.b.requests", Set.of("api-gateway")),
            Map.entry("node.b.replies", Set.of()));
    assertThat(writers.keySet()).containsExactlyInAnyOrderElementsOf(TOPICS);
    writers.forEach(
        (topic, names) ->
            assertThat(who(AclOperation.WRITE, topic)).as(topic).hasSameElementsAs(names));
  }

  @ParameterizedTest
  @CsvSource({
    "node.n1, routes node.n1.desired node.n1.requests",
    "node.a.b, routes node.a.b.desired node.a.b.requests",
    "producer, ''",
    "anybody, ''",
    "ANONYMOUS, ''",
    "deployment-service, commands objects",
    "service-registry, commands objects routes",
    "scheduler-service, commands objects",
    "reader, objects outcomes history specs.refused routes",
  })
  void whatIsNotNamedCannotBeRead(String principal, String readable) {
    List<String> read =
        TOPICS.stream()
            .filter(
                topic -> Permissions.allow(principal, AclOperation.READ, ResourceType.TOPIC, topic))
            .toList();
    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(
            readable.isEmpty() ? List.of() : List.of(readable.split(" ")));
  }

  @Test
  void nobodyButTheSuperUsersDeletesTopicsOrRecords() {
    for (AclOperation operation : List.of(AclOperation.DELETE, AclOperation.ALTER)) {
      for (String topic : TOPICS) {
        assertThat(who(operation, topic)).as(operation + " " + topic).isEmpty();
        assertThat(Permissions.allow("admin", operation, ResourceType.TOPIC, topic)).isTrue();
        assertThat(Permissions.allow("broker", operation, ResourceType.TOPIC, topic)).isTrue();
      }
    }
  }

  @Test
  void onlyWhoMakesATopicChangesItsSettings() {
    for (String topic : TOPICS) {
      assertThat(who(AclOperation.ALTER_CONFIGS, topic))
          .as(topic)
          .isEqualTo(who(AclOperation.CREATE, topic));
    }
    assertThat(who(AclOperation.CREATE, "objects")).containsExactly("api-gateway");
    assertThat(who(AclOperation.CREATE, "node.n1.desired"))
        .containsExactly("scheduler-service", "node.n1");
  }

  @Test
  void whoMayReadOrWriteMayAlsoDescribe() {
    assertThat(who(AclOperation.DESCRIBE, "specs"))
        .containsExactlyInAnyOrder("api-gateway", "producer", "producer.ci");
  }

  private static List<String> who(AclOperation operation, String topic) {
    List<String> who = new ArrayList<>();
    for (String principal : PRINCIPALS) {
      if (Permissions.allow(principal, operation, ResourceType.TOPIC, topic)) {
        who.add(principal);
      }
    }
    return who;
  }
}
