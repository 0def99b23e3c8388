package io.shiplog.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.decide.ConfigProblem;
import io.shiplog.agent.runtime.cri.Mount;
import io.shiplog.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeMountsTest {

  @TempDir Path volume;

  @BeforeEach
  void fill() throws Exception {
    Files.writeString(volume.resolve("file"), "x");
    Files.createSymbolicLink(volume.resolve("out"), Path.of("/etc"));
  }

  @Test
  void pathInTheVolumeIsMade() {
    assertThat(mounts("a/b"))
        .extracting(Mount::getHostPath)
        .containsExactly(volume.resolve("a/b").toString());
    assertThat(volume.resolve("a/b")).isDirectory();
  }

  /** What a user can read, and mend, is said as the container's waiting reason. */
  @ParameterizedTest
  @CsvSource({
    "file/below, cannot be made",
    "../x,       leaves the volume",
    "out,        leads out of the volume",
  })
  void pathThatCannotBeIsSaid(String sub, String message) {
    assertThatThrownBy(() -> mounts(sub))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageContaining("subPath \"" + sub + "\" " + message);
  }

  private Iterable<Mount> mounts(String sub) {
    JsonNode container =
        Json.parseObject(
            "{\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/m\",\"subPath\":\"%s\"}]}"
                .formatted(sub));
    return VolumeMounts.of(container, Map.of("v", volume), Map.of());
  }
}
