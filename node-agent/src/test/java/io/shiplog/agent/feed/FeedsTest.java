package io.shiplog.agent.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.RandomSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FeedsTest {

  private static final TopicPartition INBOX = new TopicPartition(Topics.desired("n"), 0);

  @TempDir Path home;

  @Test
  void readerThatFailsIsOpenedAgain() throws Exception {
    MockConsumer<String, byte[]> broken = consumer();
    broken.schedulePollTask(() -> broken.setPollException(new KafkaException("not for you")));
    MockConsumer<String, byte[]> good = consumer();
    good.schedulePollTask(
        () -> {
          byte[] pod = "{\"kind\":\"Pod\"}".getBytes(StandardCharsets.UTF_8);
          good.addRecord(new ConsumerRecord<>(INBOX.topic(), 0, 0, "pods/default/web", pod));
        });
    Queue<MockConsumer<String, byte[]>> consumers = new ArrayDeque<>(List.of(broken, good));
    AgentConfig config =
        AgentConfig.of(
            "n", KafkaSettings.local("127.0.0.1:1"), RandomSeal.withKey(new byte[32]), home);
    Heard heard = new Heard();
    try (Feeds feeds = new Feeds(config, heard, Clock.systemUTC(), consumers::remove)) {
      assertThat(feeds).isNotNull();
      assertThat(heard.first.get()).isEqualTo("pods/default/web");
    }
    assertThat(broken.closed()).isTrue();
    assertThat(good.closed()).isTrue();
  }

  private static MockConsumer<String, byte[]> consumer() {
    MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    for (String topic : List.of(Topics.desired("n"), Topics.ROUTES, Topics.requests("n"))) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.updateBeginningOffsets(Map.of(partition, 0L));
      consumer.updateEndOffsets(Map.of(partition, partition.equals(INBOX) ? 1L : 0L));
    }
    return consumer;
  }

  /** Remembers the first entry that it was told. */
  private static final class Heard implements Feeds.Listener {
    private final CompletableFuture<String> first = new CompletableFuture<>();

    @Override
    public void object(String key, KubeObject object) {
      first.complete(key);
    }

    @Override
    public void inboxComplete() {}

    @Override
    public void routes(Map<String, ObjectNode> all, Set<String> changed) {}

    @Override
    public void nodes(Map<String, ObjectNode> all) {}

    @Override
    public void request(String id, NodeRequest request) {}
  }
}
