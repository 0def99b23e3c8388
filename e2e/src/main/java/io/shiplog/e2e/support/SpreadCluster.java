package io.shiplog.e2e.support;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
public final class SpreadCluster implements AutoCloseable {

  private static final int BROKERS = 3;
  private static final int GATEWAYS = 2;

  private final Layout layout;
  private final Map<String, ShiplogProcess> processes = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Integer> controllerPorts = new LinkedHashMap<>();
  private final List<Integer> free;
  private final KafkaSettings kafka;

  private SpreadCluster(Layout layout) {
    this.layout = layout;
    int services = layout.services().size() * layout.instances();
    this.free = new ArrayList<>(Ports.from(layout.ports(), 3 * BROKERS + GATEWAYS + services));
    for (int id = 1; id <= BROKERS; id++) {
      ports.put("broker-" + id, free.removeFirst());
    }
    String bootstrap = join(List.copyOf(ports.values()), "127.0.0.1:%2$d");
    this.kafka = new KafkaSettings(bootstrap, (short) BROKERS, Map.of());
  }

  /** Starts everything at once, in no helpful order: the services first, the brokers last. */
  public static SpreadCluster start(Layout layout) throws IOException, InterruptedException {
    SpreadCluster cluster = new SpreadCluster(layout);
    try {
      cluster.makeCredentials();
      for (String roles : layout.services()) {
        for (int instance = 1; instance <= layout.instances(); instance++) {
          cluster.service(roles, instance);
        }
      }
      for (int number = 1; number <= GATEWAYS; number++) {
        cluster.gateway("gateway-" + number);
      }
      List<Integer> controllers = new ArrayList<>();
      for (int id = 1; id <= BROKERS; id++) {
        controllers.add(cluster.free.removeFirst());
      }
      for (int id = 1; id <= BROKERS; id++) {
        cluster.broker(id, controllers);
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
    Map<String, String> settings = shared(Map.of("SHIPLOG_ROLES", "credentials"));
    try (ShiplogProcess maker =
        ShiplogProcess.start("credentials", 64, layout.folder(), settings)) {
      if (maker.awaitEnd() != 0) {
        throw new AssertionError("no credentials were made: " + maker.tail());
      }
    }
  }

  private void gateway(String name) throws IOException {
    ports.put(name, free.removeFirst());
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", "api-gateway");
    settings.put("SHIPLOG_API_PORT", Integer.toString(ports.get(name)));
    settings.put("SHIPLOG_BIND", "127.0.0.1");
    start(name, 128, settings);
  }

  private void service(String roles, int instance) throws IOException {
    String name = (roles.contains(",") ? "services" : roles) + "-" + instance;
    ports.put(name, free.removeFirst());
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", roles);
    settings.put("SHIPLOG_HTTP_PORT", Integer.toString(ports.get(name)));
    // Shows in the consumer groups which process has which tasks.
    settings.put("SHIPLOG_KAFKA_CLIENT_ID", name);
    start(name, 96, settings);
  }

  private void broker(int id, List<Integer> controllers) throws IOException {
    String name = "broker-" + id;
    Map<String, String> settings = new HashMap<>();
    settings.put("SHIPLOG_ROLES", "broker");
    settings.put("SHIPLOG_HTTP_PORT", Integer.toString(free.removeFirst()));
    settings.put("SHIPLOG_BROKER_ID", Integer.toString(id));
    settings.put("SHIPLOG_BROKER_PORT", Integer.toString(ports.get(name)));
    controllerPorts.put(name, controllers.get(id - 1));
    settings.put("SHIPLOG_CONTROLLER_PORT", Integer.toString(controllers.get(id - 1)));
    settings.put("SHIPLOG_QUORUM_VOTERS", join(controllers, "%1$d@127.0.0.1:%2$d"));
    start(name, 192, settings);
  }

  private void start(String name, int heap, Map<String, String> settings) throws IOException {
    int number = numbers.size();
    numbers.put(name, number);
    List<String> under = layout.under().apply(number);
    processes.put(name, ShiplogProcess.start(name, heap, layout.folder(), shared(settings), under));
  }

  private Map<String, String> shared(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("SHIPLOG_PKI", pki().toString());
    all.put("SHIPLOG_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    all.put("SHIPLOG_REPLICATION_FACTOR", Integer.toString(BROKERS));
    return all;
  }

  /** The folder of the credentials that all share. */
  public Path pki() {
    return layout.folder().resolve("pki");
  }

  /** How to reach the brokers, as one who may do everything. */
  public KafkaSettings kafka() {
    return kafka.as(new KafkaCredentials(pki()), Principals.ADMIN);
  }

  /** The names of all processes, in the order in which they started. */
  public List<String> names() {
    return List.copyOf(processes.keySet());
  }

  /** The names of the gateways. */
  public List<String> gateways() {
    return names().stream().filter(name -> name.startsWith("gateway-")).toList();
  }

  /** The API of one gateway. */
  public Api api(String gateway) throws IOException {
    return Api.of(pki(), port(gateway));
  }

  /** Where a gateway serves the API, a service its health, and a broker Kafka. */
  public int port(String name) {
    return ports.get(name);
  }

  /** Where a broker serves Kafka, and where its controller listens to the others. */
  public List<Integer> brokerPorts(String broker) {
    return List.of(port(broker), controllerPorts.get(broker));
  }

  /** The number under which {@link Layout#under} knows a process. */
  public int number(String name) {
    return numbers.get(name);
  }

  public ShiplogProcess process(String name) {
    return processes.get(name);
  }

  /** The broker that leads the partition in which the writes of most kinds are ordered. */
  public String brokerThatLeadsTheCommands() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(kafka().common())) {
      var topics = admin.describeTopics(List.of(Topics.COMMANDS)).allTopicNames().get();
      return "broker-" + topics.get(Topics.COMMANDS).partitions().getFirst().leader().id();
    }
  }

  /** The gateway whose ledger decides the writes of most kinds. */
  public String gatewayThatLeadsTheLedger() throws InterruptedException, ExecutionException {
    MemberDescription member = memberWith("shiplog-ledger", new TopicPartition(Topics.COMMANDS, 0));
    String instance = member.groupInstanceId().orElseThrow();
    return gateways().stream().filter(instance::startsWith).findFirst().orElseThrow();
  }

  /** The process of a service in which its reactor of most kinds runs. */
  public String processThatRuns(String service) throws InterruptedException, ExecutionException {
    String client =
        memberWith("shiplog-" + service, new TopicPartition(Topics.OBJECTS, 0)).clientId();
    return names().stream().filter(client::startsWith).findFirst().orElseThrow();
  }

  private MemberDescription memberWith(String group, TopicPartition partition)
      throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(kafka().common())) {
      var groups = admin.describeConsumerGroups(List.of(group)).all().get();
      return groups.get(group).members().stream()
          .filter(member -> member.assignment().topicPartitions().contains(partition))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("nobody in " + group + " has " + partition));
    }
  }

  /** The ends of all logs, for the message of a failure. */
  public String logs() {
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
