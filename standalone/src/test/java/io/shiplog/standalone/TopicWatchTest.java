package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Principals;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.TopicWatch;
import io.shiplog.topics.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway makes of a log from which an administrator took something. */
class TopicWatchTest {

  @TempDir Path folder;

  @Test
  void whatIsTakenAwayStopsTheProcessNowAndAtEachStartUntilSomebodySaysSo() throws Exception {
    int port = freePort();
    int controller = freePort();
    KafkaCredentials credentials = new KafkaCredentials(folder.resolve("pki"));
    credentials.ensure(Principals.CLUSTER);
    KafkaSettings local = KafkaSettings.local("127.0.0.1:" + port);
    Path ids = folder.resolve("topics.properties");
    try (EmbeddedBroker broker =
        new EmbeddedBroker(
            new Settings.BrokerSettings(
                1, port, controller, "1@127.0.0.1:" + controller, (short) 1, false),
            folder.resolve("kafka"),
            folder.resolve("pki"))) {
      broker.start();
      KafkaSettings gateway = local.as(credentials, Principals.GATEWAY);
      KafkaSettings admin = local.as(credentials, Principals.ADMIN);
      TopicMaker.ensure(gateway, Topics.cluster());
      CompletableFuture<String> told = new CompletableFuture<>();
      try (TopicWatch watch = new TopicWatch(gateway, ids, told::complete);
          Admin hand = Admin.create(admin.common())) {
        watch.check();
        watch.start();
        assertThatCode(watch::check).doesNotThrowAnyException();

        hand.deleteTopics(List.of(Topics.OBJECTS)).all().get();
        assertThat(told.get(60, TimeUnit.SECONDS)).contains("objects", "is gone", "backup");

        TopicMaker.ensure(gateway, Topics.cluster());
        assertThatThrownBy(watch::check)
            .hasMessageContaining("topic objects is not the one it was")
            .hasMessageContaining(ids.toString());

        Files.delete(ids);
        assertThatCode(watch::check).doesNotThrowAnyException();

        TopicPartition objects = new TopicPartition(Topics.OBJECTS, 0);
        assertThatThrownBy(
                () ->
                    hand.deleteRecords(Map.of(objects, RecordsToDelete.beforeOffset(-1)))
                        .all()
                        .get())
            .as("a table cannot be emptied")
            .hasCauseInstanceOf(PolicyViolationException.class);
      }
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
