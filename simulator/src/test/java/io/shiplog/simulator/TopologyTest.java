package io.shiplog.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.deployment.decide.WorkloadControllers;
import io.shiplog.model.reconcile.Reactor;
import io.shiplog.registry.decide.RegistryControllers;
import io.shiplog.scheduler.decide.SchedulerReactor;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.Published;
import io.shiplog.topics.streams.ReactorTopology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.DriverRecords;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulator drives each service's processor by itself, because a driver of whole topologies
 * cannot start from a committed position. This shows that it drives it as Streams does: fed with
 * the same history, both send the same records.
 */
class TopologyTest {

  static Stream<Arguments> services() {
    Supplier<Reactor> scheduler = SchedulerReactor::new;
    Supplier<Reactor> deployment = () -> WorkloadControllers.reactor(Optional.of("CA"));
    Supplier<Reactor> registry = RegistryControllers::reactor;
    return Stream.of(
        Arguments.of("scheduler-service", scheduler),
        Arguments.of("deployment-service", deployment),
        Arguments.of("service-registry", registry));
  }

  @ParameterizedTest
  @MethodSource("services")
  void theSimulatorDrivesAServiceAsStreamsDoes(String service, Supplier<Reactor> reactors) {
    List<ConsumerRecord<String, byte[]>> history = history();
    List<String> byStreams = byStreams(service, reactors, history);
    assertThat(byStreams).isNotEmpty();
    assertThat(bySimulator(service, reactors, history))
        .containsExactlyInAnyOrderElementsOf(byStreams);
  }

  /** What a stormy simulation writes to {@code objects}. */
  private static List<ConsumerRecord<String, byte[]>> history() {
    Script script = Script.of(11);
    Cluster cluster = new Cluster(script, new Trace(null), UnaryOperator.identity());
    Steps steps = new Steps(script, cluster);
    for (int step = 1; step <= script.shape().steps; step++) {
      steps.step(step);
    }
    return cluster.log.partition(Topics.OBJECTS, 0).all();
  }

  private static List<String> byStreams(
      String service, Supplier<Reactor> reactors, List<ConsumerRecord<String, byte[]>> history) {
    Properties config = new Properties();
    config.put("application.id", service);
    config.put("bootstrap.servers", "nowhere:1");
    VirtualClock clock = new VirtualClock();
    try (TopologyTestDriver driver =
        new TopologyTestDriver(
            ReactorTopology.build(service, reactors, seal()), config, clock.now())) {
      var objects =
          driver.createInputTopic(
              Topics.OBJECTS, new StringSerializer(), new ByteArraySerializer());
      for (ConsumerRecord<String, byte[]> record : history) {
        objects.pipeInput(new TestRecord<>(record.key(), record.value(), record.headers()));
      }
      driver.advanceWallClockTime(Duration.ofSeconds(5));
      List<String> sent = new ArrayList<>();
      for (String topic : topics()) {
        DriverRecords.of(driver, topic)
            .forEach(
                record ->
                    sent.add(
                        line(
                            topic,
                            record.partition(),
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.value())));
      }
      return sent;
    }
  }

  private static List<String> bySimulator(
      String service, Supplier<Reactor> reactors, List<ConsumerRecord<String, byte[]>> history) {
    VirtualClock clock = new VirtualClock();
    VirtualLog log = new VirtualLog(new Trace(null), seal(), UnaryOperator.identity());
    ServiceTask task =
        new ServiceTask(
            service, 0, reactors, Published.NOTHING, seal(), log, new ProcessClock(clock));
    for (ConsumerRecord<String, byte[]> record : history) {
      log.append(
          "test",
          new ProcessClock(clock),
          new ProducerRecord<>(
              Topics.OBJECTS, 0, null, record.key(), record.value(), record.headers()));
    }
    // One at a time, as the driver of topologies polls.
    while (task.lag() > 0) {
      task.deliver(1);
    }
    clock.advance(Duration.ofSeconds(5));
    task.tick();
    task.commit();
    List<String> sent = new ArrayList<>();
    for (String topic : topics()) {
      int partitions = topic.equals(Topics.COMMANDS) ? 3 : 1;
      for (int partition = 0; partition < partitions; partition++) {
        log.partition(topic, partition)
            .all()
            .forEach(
                record -> sent.add(line(topic, record.partition(), record.key(), record.value())));
      }
    }
    return sent;
  }

  /** One that draws the same nonces each time. */
  private static SecretSeal seal() {
    return new SecretSeal(new byte[32], Dice.of(11, 0)::fill);
  }

  private static List<String> topics() {
    return List.of(
        Topics.COMMANDS, Topics.ROUTES, Topics.desired("node-1"), Topics.desired("node-2"));
  }

  /** Only commands are partitioned; the driver names no partition for the others. */
  private static String line(String topic, Integer partition, String key, byte[] value) {
    String text = value == null ? null : new String(value, StandardCharsets.UTF_8);
    return topic + "-" + (partition == null ? 0 : partition) + " " + key + " " + text;
  }
}
