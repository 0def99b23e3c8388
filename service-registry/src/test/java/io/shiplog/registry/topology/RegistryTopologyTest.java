package io.shiplog.registry.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Json;
import io.shiplog.registry.Objects;
import io.shiplog.registry.decide.RegistryControllers;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.ReactorTopology;
import java.time.Instant;
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

class RegistryTopologyTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);

  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> objects;

  @BeforeEach
  void open() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "nowhere:1");
    driver =
        new TopologyTestDriver(
            ReactorTopology.build(RegistryService.NAME, RegistryControllers::reactor, SEAL),
            config,
            Instant.ofEpochMilli(0));
    objects =
        driver.createInputTopic(Topics.OBJECTS, new StringSerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void aServiceBecomesARouteAndCommandsAndGoesAgain() {
    byte[] pod = Json.bytes(Objects.pod("a", "web", "10.244.0.2").json());
    objects.pipeInput("pods/default/a", pod);
    objects.pipeInput("services/default/web", Json.bytes(Objects.service("web", "{}").json()));
    TestOutputTopic<String, byte[]> commands = output(Topics.COMMANDS);
    assertThat(commands.readRecordsToList())
        .extracting(record -> new CommandRecords(SEAL).read(record.value()).key().resource())
        .containsExactly("endpointslices.discovery.k8s.io", "endpoints");
    TestOutputTopic<String, byte[]> routes = output(Topics.ROUTES);
    var route = routes.readKeyValue();
    assertThat(route.key).isEqualTo("default/web");
    assertThat(Json.parse(route.value).at("/endpoints/0/ip").asText()).isEqualTo("10.244.0.2");
    objects.pipeInput("services/default/web", null);
    assertThat(routes.readKeyValue().value).isNull();
    assertThat(routes.isEmpty()).isTrue();
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
