package io.shiplog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.feed.Feeds;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.KafkaCredentials;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.Principals;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent hears of its inbox, on a real broker. */
class InboxFeedTest {

  private static final String NODE = "n1";
  private static final String STAYS = "pods/default/stays";
  private static final String GOES = "pods/default/goes";

  @TempDir Path folder;

  private final int port = freePort();

  /** What the agent hears, as words in order. */
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final Feeds.Listener listener =
      new Feeds.Listener() {
        @Override
        public void object(String key, KubeObject object) {
          heard.add((object == null ? "gone " : "is ") + key);
        }

        @Override
        public void inboxComplete() {
          heard.add("complete");
        }

        @Override
        public void routes(Map<String, ObjectNode> all, Set<String> changed) {
          heard.add("routes " + changed);
        }

        @Override
        public void nodes(Map<String, ObjectNode> all) {
          heard.add("nodes " + all.keySet());
        }

        @Override
        public void request(String id, NodeRequest request) {
          heard.add("request " + id);
        }
      };

  @Test
  void aRollCallTakesOutWhatTheLogNoLongerTells() throws Exception {
    try (EmbeddedBroker broker = broker();
        KafkaProducer<String, byte[]> writer = kafka().openProducer(Map.of())) {
      put(writer, STAYS, pod("stays"));
      put(writer, GOES, pod("goes"));
      try (Feeds feeds = new Feeds(agent(), listener, Clock.systemUTC())) {
        awaitWords("is " + STAYS, "is " + GOES, "complete");

        // A scheduler that was away while the pod went, its tombstone too, fills the inbox anew.
        put(writer, STAYS, pod("stays"));
        put(writer, InboxRollCall.KEY, InboxRollCall.of(List.of(STAYS)));
        awaitWords("is " + STAYS, "gone " + GOES);

        // It is gone for the feed as well: the next roll call does not miss it again.
        put(writer, InboxRollCall.KEY, InboxRollCall.of(List.of(STAYS)));
        put(writer, GOES, pod("goes"));
        awaitWords("is " + GOES);
      }
    }
    assertThat(heard).isEmpty();
  }

  /** As after a day, when what it did not hear of is compacted away. */
  @Test
  void afterALongTimeItReadsItsInboxAnew() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    try (EmbeddedBroker broker = broker();
        KafkaProducer<String, byte[]> writer = kafka().openProducer(Map.of())) {
      put(writer, GOES, pod("goes"));
      put(writer, STAYS, pod("stays"));
      writer.send(new ProducerRecord<>(Topics.desired(NODE), GOES, null)).get();
      try (Feeds feeds = new Feeds(agent(), listener, now::get)) {
        // What went before is not told: an agent would start what is long over.
        awaitWords("is " + STAYS, "complete");
        now.set(Instant.EPOCH.plus(Duration.ofDays(2)));
        awaitWords("is " + STAYS, "complete");
      }
    }
    assertThat(heard).isEmpty();
  }

  private AgentConfig agent() {
    return AgentConfig.of(NODE, kafka(), RandomSeal.withKey(new byte[32]), folder);
  }

  private EmbeddedBroker broker() throws IOException {
    new KafkaCredentials(folder.resolve("pki")).ensure(Principals.CLUSTER);
    int controller = freePort();
    EmbeddedBroker broker =
        new EmbeddedBroker(
            new Settings.BrokerSettings(
                1, port, controller, "1@127.0.0.1:" + controller, (short) 1, false),
            folder.resolve("broker"),
            folder.resolve("pki"));
    broker.start();
    TopicMaker.ensure(kafka(), Topics.cluster());
    TopicMaker.ensure(kafka(), Topics.node(NODE));
    return broker;
  }

  private KafkaSettings kafka() {
    return KafkaSettings.local("127.0.0.1:" + port)
        .as(new KafkaCredentials(folder.resolve("pki")), Principals.ADMIN);
  }

  private static ObjectNode pod(String name) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.putObject("metadata").put("namespace", "default").put("name", name);
    return pod;
  }

  private static void put(KafkaProducer<String, byte[]> writer, String key, ObjectNode value)
      throws Exception {
    writer.send(new ProducerRecord<>(Topics.desired(NODE), key, Json.bytes(value))).get();
  }

  private void awaitWords(String... words) throws InterruptedException {
    for (String word : words) {
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(word);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
