package io.shiplog.deployment.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.deployment.decide.WorkloadControllers;
import io.shiplog.model.Json;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.ReactorTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentTopologyTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);

  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> objects;
  private TestOutputTopic<String, byte[]> commands;

  @BeforeEach
  void open() {
    Properties config = new Properties();
    config.put("application.id", DeploymentService.NAME);
    config.put("bootstrap.servers", "nowhere:1");
    driver =
        new TopologyTestDriver(
            ReactorTopology.build(
                DeploymentService.NAME, () -> WorkloadControllers.reactor(Optional.empty()), SEAL),
            config,
            Instant.parse("2026-01-01T00:00:00Z"));
    objects =
        driver.createInputTopic(Topics.OBJECTS, new StringSerializer(), new ByteArraySerializer());
    commands =
        driver.createOutputTopic(
            Topics.COMMANDS, new StringDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aReplicaSetOnTheLogBecomesCommandsForPods() {
    put(
        "replicasets.apps/default/web",
        """
        {"apiVersion":"apps/v1","kind":"ReplicaSet",
         "metadata":{"name":"web","namespace":"default","uid":"u1","resourceVersion":"7"},
         "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
          "template":{"metadata":{"labels":{"app":"web"}},
           "spec":{"containers":[{"name":"c","image":"web:1"}]}}}}""");
    List<Command> asked = drain();
    assertThat(asked).allMatch(command -> command.id().startsWith("deployment-service-0-0-0-"));
    assertThat(asked)
        .extracting(command -> command.user().name())
        .containsOnly("system:serviceaccount:kube-system:replicaset-controller");
    List<Operation> pods =
        asked.stream()
            .map(command -> command.operations().getFirst())
            .filter(operation -> operation.verb() == Verb.CREATE)
            .toList();
    assertThat(pods)
        .hasSize(2)
        .allMatch(operation -> operation.key().toString().startsWith("pods/default/web-"))
        .allMatch(operation -> operation.options().fieldManager().equals("replicaset-controller"));
    put(pods.getFirst().key().toString(), pods.getFirst().body().toString());
    assertThat(drain())
        .as("what is on its way is not asked for again")
        .noneMatch(command -> command.key().resource().equals("pods"));
  }

  @Test
  void timeOfTheTopologyMakesWhatGotLostAskedForAgain() {
    put(
        "namespaces//default",
        """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"default","uid":"u1"}}""");
    assertThat(drain()).hasSize(1);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(drain()).isEmpty();
    driver.advanceWallClockTime(Duration.ofSeconds(2));
    assertThat(drain())
        .extracting(command -> command.key().toString())
        .containsExactly("serviceaccounts/default/default");
  }

  private void put(String key, String json) {
    objects.pipeInput(key, Json.bytes(Json.parseObject(json)));
  }

  private List<Command> drain() {
    List<Command> read = new ArrayList<>();
    CommandRecords records = new CommandRecords(SEAL);
    commands.readValuesToList().forEach(value -> read.add(records.read(value)));
    return read;
  }
}
