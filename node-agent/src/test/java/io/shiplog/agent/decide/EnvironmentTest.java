package io.shiplog.agent.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

  private static final Map<String, KubeObject> OBJECTS =
      Map.of(
          "configmaps/default/cm",
          object("{\"kind\":\"ConfigMap\",\"data\":{\"k\":\"v\",\"l\":\"w\"}}"),
          "secrets/default/s",
          object("{\"kind\":\"Secret\",\"data\":{\"k\":\"c2VjcmV0\"}}"),
          "secrets/default/wrapped",
          object("{\"kind\":\"Secret\",\"data\":{\"k\":\"c2Vj\\r\\ncmV0\\n\"}}"),
          "secrets/default/broken",
          object(
              "{\"kind\":\"Secret\",\"metadata\":{\"namespace\":\"default\",\"name\":\"broken\"},"
                  + "\"data\":{\"k\":\"c2 Vj\"}}"));

  private static final Map<String, ObjectNode> ROUTES =
      Map.of(
          "default/my-db",
          Json.parseObject(
              """
              {"namespace":"default","name":"my-db","clusterIP":"10.96.0.9",
               "ports":[{"name":"sql","protocol":"TCP","port":5432}]}
              """),
          "default/kubernetes",
          Json.parseObject(
              """
              {"namespace":"default","name":"kubernetes","clusterIP":"10.96.0.1",
               "ports":[{"name":"https","protocol":"TCP","port":443}]}
              """),
          "other/x",
          Json.parseObject(
              "{\"namespace\":\"other\",\"name\":\"x\",\"clusterIP\":\"10.96.0.3\",\"ports\":[{\"port\":1}]}"));

  @Test
  void base64OfASecretMayHaveLineEnds() {
    assertThat(Environment.data(OBJECTS.get("secrets/default/wrapped")))
        .containsEntry("k", "secret");
    assertThatThrownBy(() -> Environment.data(OBJECTS.get("secrets/default/broken")))
        .isInstanceOf(ConfigProblem.class)
        .hasMessageStartingWith("key k of Secret default/broken is no base64: ");
  }

  @ParameterizedTest
  @CsvSource({
    "plain,        plain",
    "$(A),         1",
    "x$(A)y$(B)z,  x1y2z",
    "$(NO),        $(NO)",
    "$$(A),        $(A)",
    "$$$(A),       $1",
    "$(A,          $(A",
    "a$,           a$",
  })
  void expansion(String text, String result) {
    assertThat(Expansion.expand(text, Map.of("A", "1", "B", "2"))).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"X\",\"value\":\"a$(MY_DB_SERVICE_PORT)\"} | a5432",
        "{\"name\":\"X\",\"valueFrom\":{\"configMapKeyRef\":{\"name\":\"cm\",\"key\":\"k\"}}} | v",
        "{\"name\":\"X\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"s\",\"key\":\"k\"}}} | secret",
        "{\"name\":\"X\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"status.podIP\"}}} | 10.0.0.7",
        "{\"name\":\"X\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"status.hostIP\"}}} | 192.0.2.9",
        "{\"name\":\"X\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"metadata.labels['app']\"}}} | web",
        "{\"name\":\"X\",\"valueFrom\":{\"resourceFieldRef\":{\"resource\":\"limits.cpu\"}}} | 1",
        "{\"name\":\"X\",\"valueFrom\":{\"resourceFieldRef\":{\"resource\":\"limits.cpu\","
            + "\"divisor\":\"1m\"}}} | 250",
        "{\"name\":\"X\",\"valueFrom\":{\"resourceFieldRef\":{\"resource\":\"limits.memory\"}}}"
            + " | 8388608",
      })
  void value(String variable, String value) {
    String container =
        "{\"name\":\"main\",\"resources\":{\"limits\":{\"cpu\":\"250m\"}},\"env\":["
            + variable
            + "]}";
    assertThat(environment(container)).containsEntry("X", value);
  }

  @Test
  void laterWins() {
    Map<String, String> result =
        environment(
            """
            {"name":"main","envFrom":[{"configMapRef":{"name":"cm"}},
             {"prefix":"S_","secretRef":{"name":"s"}},
             {"configMapRef":{"name":"absent","optional":true}}],
             "env":[{"name":"k","value":"own"}]}
            """);
    assertThat(result)
        .containsEntry("k", "own")
        .containsEntry("l", "w")
        .containsEntry("S_k", "secret")
        .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1")
        .containsEntry("KUBERNETES_SERVICE_PORT_HTTPS", "443")
        .containsEntry("MY_DB_PORT_5432_TCP", "tcp://10.96.0.9:5432")
        .doesNotContainKey("X_SERVICE_HOST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"configMapKeyRef\":{\"name\":\"no\",\"key\":\"k\"}} | configmap \"no\" not found",
        "{\"secretKeyRef\":{\"name\":\"no\",\"key\":\"k\"}} | secret \"no\" not found",
        "{\"configMapKeyRef\":{\"name\":\"cm\",\"key\":\"z\"}}"
            + " | couldn't find key z in ConfigMap default/cm",
      })
  void whatIsMissingIsSaid(String from, String message) {
    String container = "{\"name\":\"main\",\"env\":[{\"name\":\"X\",\"valueFrom\":" + from + "}]}";
    assertThatThrownBy(() -> environment(container))
        .isInstanceOf(ConfigProblem.class)
        .hasMessage(message);
  }

  private static Map<String, String> environment(String container) {
    KubeObject pod =
        Fixtures.pod(",\"labels\":{\"app\":\"web\"}", "\"containers\":[" + container + "]", "");
    ObjectLookup lookup =
        (resource, namespace, name) ->
            Optional.ofNullable(OBJECTS.get(resource + "/" + namespace + "/" + name));
    return Environment.of(
        pod,
        Json.parseObject(container),
        new Environment.Surroundings(
            lookup, ROUTES, "10.0.0.7", "192.0.2.9", Json.parseObject("{\"memory\":\"8Mi\"}")));
  }

  private static KubeObject object(String json) {
    return new KubeObject(Json.parseObject(json));
  }
}
