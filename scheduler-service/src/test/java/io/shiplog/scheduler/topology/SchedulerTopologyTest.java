package io.shiplog.scheduler.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.InboxRollCall;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Command;
import io.shiplog.scheduler.Objects;
import io.shiplog.scheduler.decide.SchedulerReactor;
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

class SchedulerTopologyTest {

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
            ReactorTopology.build(SchedulerService.NAME, SchedulerReactor::new, SEAL),
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
  void aPodIsBoundAndReachesItsNodeWithItsSecret() {
    KubeObject pod =
        Objects.podWith(
            "web", "{'containers':[{'name':'c','envFrom':[{'secretRef':{'name':'s'}}]}]}");
    byte[] secret = Json.bytes(Objects.config("Secret", "s", "x").json());
    objects.pipeInput("nodes//n1", Json.bytes(Objects.node("n1", "2").json()));
    objects.pipeInput("secrets/default/s", SEAL.seal(secret));
    objects.pipeInput("pods/default/web", Json.bytes(pod.json()));

    Command bind = new CommandRecords(SEAL).read(output(Topics.COMMANDS).readValue());
    assertThat(bind.key()).hasToString("pods/default/web");
    assertThat(bind.operations().getFirst().subresource()).isEqualTo("binding");

    objects.pipeInput("pods/default/web", Json.bytes(Objects.bound(pod, "n1").json()));
    TestOutputTopic<String, byte[]> inbox = output(Topics.desired("n1"));
    assertThat(inbox.readRecord().key()).isEqualTo("nodes//n1");
    assertThat(inbox.readRecord().key()).isEqualTo(InboxRollCall.KEY);
    var sealed = inbox.readRecord();
    assertThat(sealed.key()).isEqualTo("secrets/default/s");
    assertThat(SEAL.open(sealed.value())).isEqualTo(secret).isNotEqualTo(sealed.value());
    assertThat(inbox.readRecord().key()).isEqualTo("pods/default/web");
    assertThat(inbox.isEmpty()).isTrue();
  }

  private TestOutputTopic<String, byte[]> output(String topic) {
    return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
