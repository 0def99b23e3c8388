package io.shiplog.agent;

import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A KRaft broker in this JVM, on loopback. */
final class TestBroker implements AutoCloseable {

  private final KafkaRaftServer server;
  private final KafkaSettings settings;

  TestBroker(Path folder) throws Exception {
    int port = freePort();
    Formatter formatter =
        new Formatter()
            .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true))
            .setNodeId(1)
            .setClusterId(Uuid.randomUuid().toString())
            .setControllerListenerName("CONTROLLER")
            .setMetadataLogDirectory(folder.toString())
            .setReleaseVersion(MetadataVersion.latestProduction());
    formatter.addDirectory(folder.toString());
    formatter.run();
    Properties properties = new Properties();
    properties.putAll(properties(folder, port, freePort()));
    server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    server.startup();
    settings = KafkaSettings.local("127.0.0.1:" + port);
  }

  KafkaSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> properties(Path folder, int port, int controllerPort) {
    String listener = "PLAINTEXT://127.0.0.1:" + port;
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("listeners", listener + ",CONTROLLER://127.0.0.1:" + controllerPort),
        Map.entry("advertised.listeners", listener),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("log.dirs", folder.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20)),
        Map.entry("message.max.bytes", Integer.toString(Limits.MAX_RECORD_BYTES)));
  }
}
