package io.shiplog.topics.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReactorTopologyTest {

  private static final SecretSeal SEAL = RandomSeal.withKey(new byte[32]);

  private final List<String> calls = new ArrayList<>();
  private final List<ObjectTable> tables = new ArrayList<>();
  private TopologyTestDriver driver;
  private TestInputTopic<String, byte[]> objects;

  @BeforeEach
  void open() {
    Properties config = new Properties();
    config.put("application.id", "test");
    config.put("bootstrap.servers", "nowhere:1");
    driver =
        new TopologyTestDriver(
            ReactorTopology.build(
                "test",
                () -> new Recorder(calls, tables),
                SEAL,
                () ->
                    new TaskSurroundings(
                        ObjectsTail.NONE,
                        node -> node.equals("n1"),
                        TaskSurroundings.objectReader(SEAL),
                        PollEnds.EACH,
                        Published.NOTHING,
                        TaskSurroundings::rethrow)),
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
  void startsOnceThenSeesChangesWithBeforeAndAfterAndTicks() {
    driver.advanceWallClockTime(Duration.ofMillis(20));
    objects.pipeInput("pods/default/a", Json.bytes(Json.object().put("n", 1)));
    objects.pipeInput("pods/default/a", Json.bytes(Json.object().put("n", 2)));
    objects.pipeInput("pods/default/a", null);
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(calls)
        .containsExactly(
            "start", "null>{\"n\":1}", "{\"n\":1}>{\"n\":2}", "{\"n\":2}>null", "tick");
  }

  @Test
  void reactorsDoNotSeeWhoOwnsWhichFields() {
    objects.pipeInput(
        "pods/default/a", "{\"metadata\":{\"name\":\"a\",\"managedFields\":[{}]}}".getBytes(UTF_8));
    assertThat(calls).containsExactly("start", "null>{\"metadata\":{\"name\":\"a\"}}");
  }

  @Test
  void effectsReachTheirTopicsAndSecretsTravelSealed() {
    objects.pipeInput("secrets/default/s", SEAL.seal(Json.bytes(Json.object().put("n", 1))));
    var commands =
        driver.createOutputTopic(
            Topics.COMMANDS, new StringDeserializer(), new ByteArrayDeserializer());
    var command = new CommandRecords(SEAL).read(commands.readValue());
    assertThat(command.operations().getFirst().key()).hasToString("secrets/default/s");
    assertThat(command.id()).startsWith("test-0-0-");
    var inbox =
        driver.createOutputTopic(
            Topics.desired("n1"), new StringDeserializer(), new ByteArrayDeserializer());
    byte[] sealed = inbox.readValue();
    assertThat(sealed[0]).isZero();
    assertThat(SEAL.open(sealed)).isEqualTo(Json.bytes(Json.object().put("n", 1)));
    assertThat(driver.producedTopicNames()).doesNotContain(Topics.desired("none"));
  }

  @Test
  void recordsThatAreNoObjectsAreSkipped() {
    objects.pipeInput("no key at all", new byte[] {'{'});
    objects.pipeInput("pods/default/a", new byte[] {'{'});
    objects.pipeInput("counters.shiplog.io//shard-0", new byte[] {'{', '}'});
    assertThat(calls).containsExactly("start");
  }

  @Test
  void whatCannotBeReadIsThereAllTheSame() {
    ObjectKey pod = Catalogue.PODS.key("default", "a");
    objects.pipeInput("pods/default/a", Json.bytes(Json.object().put("n", 1)));
    objects.pipeInput("pods/default/a", new byte[] {'{'});
    objects.pipeInput("things.example.com/default/a", new byte[] {'{', '}'});
    ObjectTable table = tables.getLast();
    assertThat(table.unknownIn("default"))
        .containsExactly(pod, new ObjectKey("things.example.com", "default", "a"));
    assertThat(table.get(pod)).isPresent();
    objects.pipeInput("pods/default/a", null);
    assertThat(table.isUnknown(pod)).isFalse();
    assertThat(table.get(pod)).isEmpty();
  }

  private record Recorder(List<String> calls, List<ObjectTable> tables) implements Reactor {

    @Override
    public List<Effect> start(ObjectTable table, Instant now) {
      calls.add("start");
      tables.add(table);
      return List.of();
    }

    @Override
    public List<Effect> changed(ObjectTable table, Change change, Instant now) {
      calls.add(show(change.before()) + ">" + show(change.after()));
      if (!change.key().resource().equals(Catalogue.SECRETS.qualifiedName())) {
        return List.of();
      }
      return List.of(
          Effect.Write.of(
              UserInfo.controller("test"),
              Operation.delete(change.key(), Preconditions.NONE, DeletePolicy.NOW)),
          new Effect.Inbox("none", change.key().toString(), change.after().json()),
          new Effect.Inbox("n1", change.key().toString(), change.after().json()));
    }

    @Override
    public List<Effect> tick(ObjectTable table, Instant now) {
      calls.add("tick");
      return List.of();
    }

    private static String show(io.shiplog.model.KubeObject object) {
      return object == null ? "null" : object.json().toString();
    }
  }
}
