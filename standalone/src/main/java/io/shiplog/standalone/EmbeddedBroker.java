package io.shiplog.standalone;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.shiplog.standalone.access.Passwords;
import io.shiplog.standalone.access.PermissionsAuthorizer;
import io.shiplog.standalone.access.TopicSettingsPolicy;
import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.Limits;
import io.shiplog.topics.Principals;
import io.shiplog.topics.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A KRaft broker and controller inside this JVM, on loopback. Its settings trade what a shared
 * cluster needs for a small footprint: one-partition internal topics, a small cleaner buffer, no
 * rebalance delay. Clients, controllers and other brokers alike show who they are ({@link
 * Passwords}) and do what they may ({@link PermissionsAuthorizer}).
 */
final class EmbeddedBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final String LISTENER = "CLIENTS";

  private final Settings.BrokerSettings settings;
  private final Path directory;
  private final Path pki;
  private ControllerServer controller;
  private BrokerServer broker;

  /**
   * A broker with its log in this folder.
   *
   * @param pki the folder of the cluster's credentials, where those of the broker are
   */
  EmbeddedBroker(Settings.BrokerSettings settings, Path directory, Path pki) {
    this.settings = settings;
    this.directory = directory;
    this.pki = pki;
  }

  /** Formats the folder if it is new and starts; returns when the broker takes connections. */
  void start() {
    Properties properties = properties();
    try {
      PrivateFiles.folder(directory);
      format();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's folder " + directory + " cannot be made", e);
    }
    StillMeters.stopAll();
    KafkaConfig config = new KafkaConfig(properties, false);
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> found =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    SharedServer shared = shared(config, found._1());
    controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), found._2());
    broker = new BrokerServer(shared);
    controller.startup();
    if (settings.alone()) {
      FormerRegistration.end(shared, controller, settings.id());
    }
    broker.startup();
  }

  @Override
  public void close() {
    if (broker != null) {
      // The broker says goodbye to the controller, so that goes last.
      broker.shutdown();
      broker.awaitShutdown();
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  /** What broker and controller have in common. */
  private static SharedServer shared(KafkaConfig config, MetaPropertiesEnsemble found) {
    QuorumConfig quorum = config.quorumConfig();
    String cluster = found.clusterId().orElseThrow();
    return new SharedServer(
        config,
        found,
        Time.SYSTEM,
        Server$.MODULE$.initializeMetrics(config, Time.SYSTEM, cluster),
        completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
        QuorumConfig.parseBootstrapServers(quorum.bootstrapServers()),
        new StandardFaultHandlerFactory(),
        ServerSocketFactory.INSTANCE);
  }

  private void format() throws IOException {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
            .setNodeId(settings.id())
            .setClusterId(clusterId())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(directory.toString())
            .setReleaseVersion(MetadataVersion.latestProduction());
    formatter.addDirectory(directory.toString());
    try {
      formatter.run();
    } catch (Exception e) {
      throw new IOException("the broker's folder " + directory + " cannot be formatted", e);
    }
  }

  /** All brokers of a quorum need one id, so it follows from who the voters are. */
  private String clusterId() {
    UUID uuid = UUID.nameUUIDFromBytes(settings.voters().getBytes(StandardCharsets.UTF_8));
    return new Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()).toString();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(identity());
    properties.putAll(access());
    properties.putAll(footprint());
    String copies = Short.toString(settings.replicationFactor());
    properties.put("offsets.topic.replication.factor", copies);
    properties.put("transaction.state.log.replication.factor", copies);
    properties.put("default.replication.factor", copies);
    // A record that a majority has not seen must not count as acknowledged.
    String minimum = Integer.toString(settings.replicationFactor() / 2 + 1);
    properties.put("min.insync.replicas", minimum);
    properties.put("transaction.state.log.min.isr", minimum);
    if (settings.fsync()) {
      properties.put("log.flush.interval.messages", "1");
    }
    if (settings.alone()) {
      // Nobody could lead in its place: to fence it when it was frozen for a while would only stop
      // its own work.
      properties.put("broker.session.timeout.ms", "60000");
      properties.put("broker.heartbeat.interval.ms", "500");
      // Empty records tell other brokers twice a second how far the metadata goes; here is no
      // other.
      properties.put("metadata.max.idle.interval.ms", "0");
    }
    return properties;
  }

  private Map<String, String> identity() {
    String listener = LISTENER + "://127.0.0.1:" + settings.port();
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(settings.id()),
        "controller.quorum.voters",
        settings.voters(),
        "controller.listener.names",
        "CONTROLLER",
        "listeners",
        listener + ",CONTROLLER://127.0.0.1:" + settings.controllerPort(),
        "advertised.listeners",
        listener,
        "listener.security.protocol.map",
        LISTENER + ":SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "inter.broker.listener.name",
        LISTENER,
        "log.dirs",
        directory.toString(),
        "auto.create.topics.enable",
        "false");
  }

  /** On each listener: names and passwords, checked by us. What the broker itself shows others. */
  private Map<String, String> access() {
    String own = new KafkaCredentials(pki).jaas(Principals.BROKER);
    String jaas = own.replace(";", " %s=\"%s\";".formatted(Passwords.PKI, pki));
    Map<String, String> access = new HashMap<>();
    access.put("authorizer.class.name", PermissionsAuthorizer.class.getName());
    access.put("sasl.enabled.mechanisms", "PLAIN");
    access.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    access.put("sasl.mechanism.controller.protocol", "PLAIN");
    for (String listener : List.of(LISTENER, "CONTROLLER")) {
      String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".plain.";
      access.put(prefix + "sasl.jaas.config", jaas);
      access.put(prefix + "sasl.server.callback.handler.class", Passwords.class.getName());
    }
    return access;
  }

  private static Map<String, String> footprint() {
    return Map.ofEntries(
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20)),
        Map.entry("log.cleaner.threads", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        // Back-to-back transactions collide otherwise and wait 20 ms each time.
        Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
        Map.entry("message.max.bytes", Integer.toString(Limits.MAX_RECORD_BYTES)),
        Map.entry("replica.fetch.max.bytes", Integer.toString(Limits.MAX_RECORD_BYTES)),
        // Who leaves a transaction open holds up all readers of what it wrote to, for that long.
        Map.entry("transaction.max.timeout.ms", Integer.toString(Limits.TRANSACTION_MILLIS)),
        Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
        Map.entry("alter.config.policy.class.name", TopicSettingsPolicy.class.getName()),
        Map.entry("group.min.session.timeout.ms", "1000"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("num.recovery.threads.per.data.dir", "2"),
        Map.entry("background.threads", "2"),
        // A bean of JMX for each of hundreds of measurements, which nobody reads.
        Map.entry("metric.reporters", ""),
        // One partition of offsets is one line of work, which four threads would only hand around.
        Map.entry("group.coordinator.threads", "1"),
        Map.entry("broker.session.timeout.ms", "4000"),
        Map.entry("broker.heartbeat.interval.ms", "1000"));
  }
}
