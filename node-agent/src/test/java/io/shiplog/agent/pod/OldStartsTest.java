package io.shiplog.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.RandomSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldStartsTest {

  private static final KubeObject POD =
      new KubeObject(
          Json.parseObject(
              "{\"metadata\":{\"name\":\"web\",\"namespace\":\"default\",\"uid\":\"u1\"}}"));

  @TempDir Path home;

  @Test
  void filesOfTheLatestTwoStartsAreKeptAndThoseOfOtherContainers() throws Exception {
    AgentConfig config =
        AgentConfig.of(
            "n", KafkaSettings.local("127.0.0.1:1"), RandomSeal.withKey(new byte[32]), home);
    Path logs = PodPaths.logs(config, POD);
    Path words = PodPaths.message(config, "u1", "main", 0).getParent();
    Files.createDirectories(logs.resolve("main"));
    Files.createDirectories(logs.resolve("main-1"));
    Files.createDirectories(words);
    for (int attempt : List.of(0, 8, 9, 10)) {
      Files.createFile(logs.resolve(PodPaths.log("main", attempt)));
      Files.createFile(logs.resolve(PodPaths.log("main", attempt) + ".1"));
      Files.createFile(logs.resolve(PodPaths.log("main-1", attempt)));
      Files.createFile(PodPaths.message(config, "u1", "main", attempt));
      Files.createFile(PodPaths.message(config, "u1", "main-1", attempt));
    }
    OldStarts.remove(config, POD, "main", 10);
    assertThat(names(logs.resolve("main")))
        .containsExactly("10.log", "10.log.1", "9.log", "9.log.1");
    assertThat(names(logs.resolve("main-1"))).hasSize(4);
    assertThat(names(words))
        .containsExactly("main-1-0", "main-1-10", "main-1-8", "main-1-9", "main-10", "main-9");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
