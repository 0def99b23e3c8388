package io.shiplog.agent.decide.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.decide.PodMemory;
import io.shiplog.agent.decide.resources.StorageLimits.Usage;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageLimitsTest {

  private static final String TWO =
      """
      {"spec":{"volumes":[{"name":"v","emptyDir":{"sizeLimit":"1Mi"}},{"name":"w","emptyDir":{}},
        {"name":"m","emptyDir":{"medium":"Memory","sizeLimit":"1Mi"}}],
       "containers":[{"name":"a","resources":{"limits":{"ephemeral-storage":"2Mi"}}},
        {"name":"b","resources":{"limits":{"ephemeral-storage":"3Mi"}}}]}}
      """;

  /** What volumes and containers take, in KiB; why the pod is evicted. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiterString = " => ",
      value = {
        "v:1024 w:0 a:0 b:0 => -",
        "v:1025 w:0 a:0 b:0 => Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". ",
        "v:0 w:2000 a:1000 b:2000 => -",
        "v:0 w:4000 a:1000 b:500 =>"
            + " Pod ephemeral local storage usage exceeds the total limit of containers 5Mi. ",
        "v:0 w:0 a:2049 b:0 => Container a exceeded its local ephemeral storage limit \"2Mi\". ",
        "v:0 w:0 a:0 b:3073 => Container b exceeded its local ephemeral storage limit \"3Mi\". ",
        "m:9000 => -",
      })
  void words(String used, String expected) {
    KubeObject pod = new KubeObject(Json.parseObject(TWO));
    Map<String, Long> volumes = new HashMap<>();
    Map<String, Long> containers = new HashMap<>();
    for (String entry : used.replace("m:9000", "").split(" ")) {
      if (!entry.isEmpty()) {
        String name = entry.substring(0, 1);
        long bytes = Long.parseLong(entry.substring(2)) * 1024;
        ("vw".contains(name) ? volumes : containers).put(name, bytes);
      }
    }
    var ending = StorageLimits.exceeded(pod, new Usage(volumes, containers));
    // The words end in a space, as the kubelet's do.
    assertThat(ending.map(PodMemory.Ending::message).map(String::strip).orElse(null))
        .isEqualTo(expected == null ? null : expected.strip());
    ending.ifPresent(
        why -> {
          assertThat(why.reason()).isEqualTo("Evicted");
          assertThat(why.graceSeconds()).hasValue(1);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "'\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}]',                      false",
    "'\"volumes\":[{\"name\":\"v\",\"emptyDir\":{\"sizeLimit\":\"1Mi\"}}]', true",
    "'\"volumes\":[{\"emptyDir\":{\"medium\":\"Memory\",\"sizeLimit\":\"1\"}}]', false",
    "'\"containers\":[{\"resources\":{\"limits\":{\"ephemeral-storage\":\"1\"}}}]', true",
    "'\"containers\":[{\"resources\":{\"limits\":{\"memory\":\"1\"}}}]', false",
  })
  void onlyWhatHasALimitIsMeasured(String spec, boolean measured) {
    KubeObject pod = new KubeObject(Json.parseObject("{\"spec\":{" + spec + "}}"));
    assertThat(StorageLimits.any(pod)).isEqualTo(measured);
  }

  /** What the kernel is told of the pod: shares, quota, memory in Mi. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "'\"containers\":[{}]' => 2 0 0 1",
        "'\"containers\":[{\"resources\":{\"requests\":{\"cpu\":\"500m\"}}}]' => 512 0 0 20",
        "'\"containers\":[{\"resources\":{\"limits\":{\"cpu\":\"2\",\"memory\":\"8Mi\"}}}]'"
            + " => 2048 200000 8 79",
        "'\"resources\":{\"limits\":{\"cpu\":\"200m\",\"memory\":\"48Mi\"}},\"containers\":[{}]'"
            + " => 204 20000 48 8",
        "'\"resources\":{\"limits\":{\"cpu\":\"1m\"}},\"containers\":[{}]' => 2 1000 0 1",
      })
  void bounds(String spec, String expected) {
    PodBounds bounds = PodBounds.of(new KubeObject(Json.parseObject("{\"spec\":{" + spec + "}}")));
    assertThat(
            "%d %d %d %d"
                .formatted(
                    bounds.shares(), bounds.quotaMicros(), bounds.memory() >> 20, bounds.weight()))
        .isEqualTo(expected);
  }
}
