package io.shiplog.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumesTest {

  @TempDir Path home;

  private final Map<String, KubeObject> objects = new HashMap<>();
  private Volumes volumes;

  @BeforeEach
  void start() {
    volumes =
        new Volumes(
            home,
            (resource, namespace, name) ->
                Optional.ofNullable(objects.get(resource + "/" + namespace + "/" + name)),
            "192.0.2.9");
    config("{\"a\":\"one\",\"b\":\"two\"}");
  }

  @Test
  void base64MayHaveLineEnds() throws Exception {
    objects.put(
        "configmaps/default/b",
        new KubeObject(
            Json.parseObject(
                "{\"kind\":\"ConfigMap\",\"binaryData\":{\"k\":\"aGVs\\nbG8=\\r\\n\"}}")));
    Path volume = prepare("\"configMap\":{\"name\":\"b\"}");
    assertThat(volume.resolve("k")).hasContent("hello");
  }

  @Test
  void filesChangeAllAtOnce() throws Exception {
    Path volume = prepare("\"configMap\":{\"name\":\"cm\"}");
    assertThat(volume.resolve("a")).hasContent("one").isSymbolicLink();
    Path before = Files.readSymbolicLink(volume.resolve("..data"));
    prepare("\"configMap\":{\"name\":\"cm\"}");
    assertThat(Files.readSymbolicLink(volume.resolve("..data"))).isEqualTo(before);

    config("{\"a\":\"other\",\"c\":\"three\"}");
    prepare("\"configMap\":{\"name\":\"cm\"}");
    assertThat(Files.readSymbolicLink(volume.resolve("..data"))).isNotEqualTo(before);
    assertThat(volume.resolve("a")).hasContent("other");
    assertThat(volume.resolve("c")).hasContent("three");
    assertThat(Files.exists(volume.resolve("b"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .isFalse();
    assertThat(volume.resolve(before)).doesNotExist();
  }

  @Test
  void itemsHavePathsAndModes() throws Exception {
    Path volume =
        prepare(
            "\"configMap\":{\"name\":\"cm\",\"items\":[{\"key\":\"a\",\"path\":\"x/y\",\"mode\":256}]}");
    assertThat(volume.resolve("x/y")).hasContent("one");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(volume.resolve("x/y"))))
        .isEqualTo("r--------");
    assertThat(volume.resolve("a")).doesNotExist();
  }

  /** A container that is not root reads a file of mode 0400 by the pod's fsGroup. */
  @Test
  void groupOfThePodMayReadItsFiles() throws Exception {
    config("{\"a\":\"one\"}");
    Object group = Files.getAttribute(home, "unix:gid");
    String source = "\"configMap\":{\"name\":\"cm\",\"defaultMode\":256}";
    Path volume = prepare(source, "\"securityContext\":{\"fsGroup\":" + group + "},");
    Path file = volume.resolve("a").toRealPath();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(group);
    prepare(source, "\"securityContext\":{\"fsGroup\":" + group + "},");
    assertThat(volume.resolve("a").toRealPath()).isEqualTo(file);
  }

  @Test
  void downwardApiTellsOfThePod() {
    Path volume =
        prepare(
            "\"downwardAPI\":{\"items\":[{\"path\":\"labels\",\"fieldRef\":"
                + "{\"fieldPath\":\"metadata.labels\"}}]}");
    assertThat(volume.resolve("labels")).hasContent("app=\"web\"\ntier=\"x\\\"y\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"configMap\":{\"name\":\"no\"} | configmap \"no\" not found",
        "\"configMap\":{\"name\":\"cm\",\"items\":[{\"key\":\"z\",\"path\":\"z\"}]}"
            + " | references non-existent key \"z\" in cm",
        "\"configMap\":{\"name\":\"cm\",\"items\":[{\"key\":\"a\",\"path\":\"../a\"}]}"
            + " | path \"../a\" leaves the volume",
        "\"hostPath\":{\"path\":\"/nonexistent\",\"type\":\"Directory\"}"
            + " | hostPath type check failed: /nonexistent is not a directory",
        "\"nfs\":{} | volumes of the kind nfs are not supported",
        "\"persistentVolumeClaim\":{} | volumes of the kind persistentVolumeClaim are not supported",
      })
  void whatCannotBeMadeIsSaid(String source, String message) {
    assertThatThrownBy(() -> prepare(source))
        .isInstanceOf(VolumeProblem.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void optionalSourceMayBeMissing() {
    assertThat(prepare("\"configMap\":{\"name\":\"no\",\"optional\":true}"))
        .isDirectoryNotContaining(file -> !file.getFileName().toString().startsWith(".."));
  }

  @Test
  void emptyDirKeepsItsFilesAndGoesWithThePod() throws Exception {
    Path volume = prepare("\"emptyDir\":{}");
    Files.writeString(volume.resolve("f"), "x");
    assertThat(prepare("\"emptyDir\":{}").resolve("f")).hasContent("x");
    volumes.release("u1");
    assertThat(home).isEmptyDirectory();
  }

  private void config(String data) {
    objects.put(
        "configmaps/default/cm",
        new KubeObject(Json.parseObject("{\"kind\":\"ConfigMap\",\"data\":" + data + "}")));
  }

  private Path prepare(String source) {
    return prepare(source, "");
  }

  private Path prepare(String source, String spec) {
    KubeObject pod =
        new KubeObject(
            Json.parseObject(
                """
                {"kind":"Pod","metadata":{"name":"p","namespace":"default","uid":"u1",
                 "labels":{"tier":"x\\"y","app":"web"}},
                 "spec":{%s"containers":[{"name":"main"}],"volumes":[{"name":"v",%s}]}}
                """
                    .formatted(spec, source)));
    return volumes.prepare(pod, "10.0.0.7", Json.object()).get("v");
  }
}
