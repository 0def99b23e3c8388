package io.shiplog.ledger.runtime;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A real KRaft broker in a process of its own, on loopback, with Shiplog's topics. */
public final class BrokerProcess implements AutoCloseable {

  private static final String LOG = "broker";

  /** The same each time: it stands in the files, too. */
  private static final Uuid CLUSTER = new Uuid(1, 1);

  private final Path folder;
  private final int port;
  private final int controllerPort;
  private final KafkaSettings settings;
  private ChildProcess process;

  private BrokerProcess(Path folder, int port, int controllerPort) {
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
    this.settings = KafkaSettings.local("127.0.0.1:" + port);
  }

  /** Starts a broker with its log below a folder; returns when it has the topics. */
  public static BrokerProcess start(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(LOG));
    BrokerProcess broker = new BrokerProcess(folder, freePort(), freePort());
    broker.run();
    return broker;
  }

  private void run() {
    process =
        ChildProcess.start(
            BrokerProcess.class,
            folder.resolve("broker.out"),
            folder.resolve(LOG).toString(),
            Integer.toString(port),
            Integer.toString(controllerPort));
    // Waits until the broker takes connections, as its client does.
    TopicMaker.ensure(settings, Topics.cluster());
  }

  /** Kills it, does something to its files, and starts it again on what is left. */
  void killAnd(Consumer<Path> damage) {
    process.kill();
    damage.accept(folder.resolve(LOG));
    run();
  }

  public KafkaSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    process.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The child: log folder, port, controller's port. */
  public static void main(String[] args) throws Exception {
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
            .setNodeId(1)
            .setClusterId(CLUSTER.toString())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(args[0])
            .setIgnoreFormatted(true)
            .setReleaseVersion(MetadataVersion.latestProduction());
    formatter.addDirectory(args[0]);
    formatter.run();
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(properties(args), false), Time.SYSTEM);
    server.startup();
    new CountDownLatch(1).await();
  }

  private static Properties properties(String[] args) {
    String listener = "PLAINTEXT://127.0.0.1:" + args[1];
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + args[2]),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listeners", listener + ",CONTROLLER://127.0.0.1:" + args[2]),
            Map.entry("advertised.listeners", listener),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", args[0]),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20)),
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("message.max.bytes", Integer.toString(Limits.MAX_RECORD_BYTES))));
    return properties;
  }
}
