package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Limits;
import io.shiplog.topics.Principals;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that a former Shiplog made take the records of this one. */
class FormerTopicTest {

  @TempDir Path folder;

  @Test
  void recordsMayBeAsLargeAsTheyAreNow() throws Exception {
    int port = freePort();
    int controller = freePort();
    Settings.BrokerSettings settings =
        new Settings.BrokerSettings(
            1, port, controller, "1@127.0.0.1:" + controller, (short) 1, false);
    Path pki = folder.resolve("pki");
    KafkaCredentials credentials = new KafkaCredentials(pki);
    credentials.ensure(Principals.CLUSTER);
    // As the gateway, since it is the one that does it.
    KafkaSettings kafka =
        KafkaSettings.local("127.0.0.1:" + port).as(credentials, Principals.GATEWAY);
    KafkaSettings producer =
        KafkaSettings.local("127.0.0.1:" + port).as(credentials, Principals.PRODUCER);
    try (EmbeddedBroker broker = new EmbeddedBroker(settings, folder.resolve("broker"), pki)) {
      broker.start();
      TopicMaker.ensure(
          kafka, List.of(new Topics.Spec(Topics.SPECS, 1, Map.of("max.message.bytes", "4194304"))));
      TopicMaker.ensure(kafka, Topics.cluster());
      try (KafkaProducer<String, byte[]> writer = producer.openProducer(Map.of())) {
        byte[] large = new byte[Limits.MAX_RECORD_BYTES - 1_000];
        assertThat(writer.send(new ProducerRecord<>(Topics.SPECS, large)).get().hasOffset())
            .isTrue();
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
