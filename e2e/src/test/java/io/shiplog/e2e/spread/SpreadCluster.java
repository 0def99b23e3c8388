package io.shiplog.e2e.spread;

import io.shiplog.e2e.support.Api;
import io.shiplog.e2e.support.Ports;
import io.shiplog.e2e.support.ShiplogProcess;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Shiplog spread out on loopback: three brokers, two gateways and each service a process of its
 * own, which share nothing but Kafka and the folder of credentials.
 */
final class SpreadCluster implements AutoCloseable {

  private static final int BROKERS = 3;
  private static final List<String> SERVICES =
      List.of("scheduler-service", "deployment-service", "service-registry");

  private final Path folder;
  private final Map<String, ShiplogProcess> processes = new LinkedHashMap<>();
  private final Map<String, Integer> apiPorts = new LinkedHashMap<>();
  private final KafkaSettings kafka;

  private SpreadCluster(Path folder, KafkaSettings kafka) {
    this.folder = folder;
    this.kafka = kafka;
  }

  /** Starts everything at once, in no helpful order: the services first, the brokers last. */
  static SpreadCluster start(Path folder) throws IOException, InterruptedException {
    List<Integer> ports = Ports.free(3 * BROKERS + 2 + SERVICES.size());
    List<Integer> brokers = ports.subList(0, BROKERS);
    List<Integer> controllers = ports.subList(BROKERS, 2 * BROKERS);
    List<Integer> others = ports.subList(2 * BROKERS, ports.size());
    String bootstrap = join(brokers, "127.0.0.1:%2$d");
    SpreadCluster cluster =
        new SpreadCluster(folder, new KafkaSettings(bootstrap, (short) BROKERS, Map.of()));
    try {
      cluster.makeCredentials();
      for (int i = 0; i < SERVICES.size(); i++) {
        cluster.service(SERVICES.get(i), SERVICES.get(i), 96, others.get(i));
      }
      cluster.gateway("gateway-1", others.get(SERVICES.size()));
      cluster.gateway("gateway-2", others.get(SERVICES.size() + 1));
      for (int i = 0; i < BROKERS; i++) {
        cluster.broker(
            i + 1,
            brokers.get(i),
            controllers.get(i),
            join(controllers, "%1$d@127.0.0.1:%2$d"),
            others.get(SERVICES.size() + 2 + i));
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private static String join(List<Integer> ports, String format) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ports.size(); i++) {
      text.append(i == 0 ? "" : ",").append(format.formatted(i + 1, ports.get(i)));
    }
    return text.toString();
  }

  private void makeCredentials() throws IOException, InterruptedException {
    Map<String, String> settings = Map.of("SHIPLOG_ROLES", "credentials");
    try (ShiplogProcess maker = ShiplogProcess.start("credentials", 64, folder, shared(settings))) {
      if (maker.awaitEnd() != 0) {
        throw new AssertionError("no credentials were made: " + maker.tail());
      }
    }
  }

  private void gateway(String name, int port) throws IOException {
    apiPorts.put(name, port);
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", "api-gateway");
    settings.put("SHIPLOG_API_PORT", Integer.toString(port));
    settings.put("SHIPLOG_BIND", "127.0.0.1");
    processes.put(name, ShiplogProcess.start(name, 128, folder, shared(settings)));
  }

  private void service(String name, String role, int heap, int httpPort) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", role);
    settings.put("SHIPLOG_HTTP_PORT", Integer.toString(httpPort));
    processes.put(name, ShiplogProcess.start(name, heap, folder, shared(settings)));
  }

  private void broker(int id, int port, int controllerPort, String voters, int httpPort)
      throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", "broker");
    settings.put("SHIPLOG_HTTP_PORT", Integer.toString(httpPort));
    settings.put("SHIPLOG_BROKER_ID", Integer.toString(id));
    settings.put("SHIPLOG_BROKER_PORT", Integer.toString(port));
    settings.put("SHIPLOG_CONTROLLER_PORT", Integer.toString(controllerPort));
    settings.put("SHIPLOG_QUORUM_VOTERS", voters);
    String name = "broker-" + id;
    processes.put(name, ShiplogProcess.start(name, 192, folder, shared(settings)));
  }

  private Map<String, String> shared(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("SHIPLOG_PKI", pki().toString());
    all.put("SHIPLOG_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    all.put("SHIPLOG_REPLICATION_FACTOR", Integer.toString(BROKERS));
    return all;
  }

  private Path pki() {
    return folder.resolve("pki");
  }

  KafkaSettings kafka() {
    return kafka;
  }

  /** The names of the gateways. */
  List<String> gateways() {
    return List.copyOf(apiPorts.keySet());
  }

  Api api(String gateway) throws IOException {
    return Api.of(pki(), apiPorts.get(gateway));
  }

  ShiplogProcess process(String name) {
    return processes.get(name);
  }

  /** The broker that leads the partition in which the writes of most kinds are ordered. */
  String brokerThatLeadsTheCommands() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(kafka.common())) {
      var topics = admin.describeTopics(List.of(Topics.COMMANDS)).allTopicNames().get();
      return "broker-" + topics.get(Topics.COMMANDS).partitions().getFirst().leader().id();
    }
  }

  /** The gateway whose ledger decides the writes of most kinds. */
  String gatewayThatLeadsTheLedger() throws InterruptedException, ExecutionException {
    TopicPartition commands = new TopicPartition(Topics.COMMANDS, 0);
    try (Admin admin = Admin.create(kafka.common())) {
      var groups = admin.describeConsumerGroups(List.of("shiplog-ledger")).all().get();
      for (MemberDescription member : groups.get("shiplog-ledger").members()) {
        if (member.assignment().topicPartitions().contains(commands)) {
          String instance = member.groupInstanceId().orElseThrow();
          return gateways().stream().filter(instance::startsWith).findFirst().orElseThrow();
        }
      }
    }
    throw new IllegalStateException("no gateway leads shard 0 now");
  }

  /** The ends of all logs, for the message of a failure. */
  String logs() {
    StringBuilder text = new StringBuilder();
    for (ShiplogProcess process : processes.values()) {
      text.append("\n== ").append(process.name());
      text.append(process.alive() ? " (alive)\n" : " (gone)\n").append(process.tail());
    }
    return text.toString();
  }

  @Override
  public void close() {
    processes.values().forEach(ShiplogProcess::close);
  }
}
