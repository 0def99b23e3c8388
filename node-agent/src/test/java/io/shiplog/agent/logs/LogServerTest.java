package io.shiplog.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.pod.Pods;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.NodeRequest;
import io.shiplog.topics.RandomSeal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogServerTest {

  @TempDir Path home;

  /** Otherwise nobody would ever end it: the one who asked is gone. */
  @Test
  void requestThatIsCancelledBeforeItIsBegunIsNotFollowed() throws Exception {
    AgentConfig config =
        AgentConfig.of(
            "n", KafkaSettings.local("127.0.0.1:1"), RandomSeal.withKey(new byte[32]), home);
    Path log = PodPaths.logs(config, "default", "web", "u1").resolve(PodPaths.log("main", 0));
    Files.createDirectories(log.getParent());
    Files.writeString(log, "2026-03-01T12:00:01.000000000Z stdout F one\n");
    Queue<Runnable> later = new ArrayDeque<>();
    List<ProducerRecord<String, byte[]>> replies = new ArrayList<>();
    Pods pods = new Pods(new Pods.PodContext(config, "", null, null, null, null, null, null));
    LogServer server = new LogServer(config, replies::add, pods, later::add, Clock.systemUTC());
    Map<String, String> options = Map.of("follow", "true");
    server.request("r", new NodeRequest("r", "logs", "default", "web", "u1", "main", options));
    server.request("r", null);
    later.remove().run();
    assertThat(replies).singleElement().extracting(ProducerRecord::value).isEqualTo(new byte[0]);
  }
}
