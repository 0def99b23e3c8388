package io.shiplog.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is sent is understood or refused: never an error of the gateway's own, and afterwards it
 * serves as before. The same requests each time.
 */
class HostileRequestTest {

  private static final String NAMESPACE = "/api/v1/namespaces/hostile";
  private static final String MAPS = NAMESPACE + "/configmaps";
  private static final int MUTATIONS = 25;

  private static final String JSON_BODY =
      """
      {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "labels": {"a": "b"},
       "annotations": {"k": "é\\u0000 \\ud83d\\ude00"}}, "data": {"a": "1", "b": "two\\n"},
       "binaryData": {"c": "aGk="}, "immutable": false}
      """;

  private static final String YAML_BODY =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: &m {name: x, labels: {a: b}}
      data:
        a: "1"
        b: |
          two
        c: 'three'
      """;

  private static final String PATCH_BODY =
      """
      [{"op": "add", "path": "/data/x~1y", "value": "1"}, {"op": "copy", "from": "/data", "path": "/metadata/labels"},
       {"op": "test", "path": "/data/-1", "value": {"a": [1, 2.5e3]}}, {"op": "move", "from": "/data/a", "path": "/data/b"}]
      """;

  private static Gateway gateway;
  private final Random random = new Random(7);

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
    gateway.makeNamespace("hostile");
    gateway.send("POST", MAPS, "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":\"0\"}}");
  }

  @Test
  void mutatedBodies() throws Exception {
    V1.ConfigMap map =
        V1.ConfigMap.newBuilder()
            .setMetadata(Meta.ObjectMeta.newBuilder().setName("x").putLabels("a", "b"))
            .putData("a", "1")
            .putBinaryData("c", ByteString.copyFromUtf8("hi"))
            .build();
    byte[] protobuf = ProtobufBodiesTest.envelope("v1", "ConfigMap", map.toByteString());
    for (int i = 0; i < MUTATIONS; i++) {
      send("POST", MAPS, "application/json", mutated(JSON_BODY.getBytes(UTF_8)));
      send("PUT", MAPS + "/x", "application/yaml", mutated(YAML_BODY.getBytes(UTF_8)));
      send("POST", MAPS, ProtobufBodies.MEDIA_TYPE, mutated(protobuf));
      send(
          "PATCH", MAPS + "/x", "application/json-patch+json", mutated(PATCH_BODY.getBytes(UTF_8)));
      send(
          "PATCH",
          MAPS + "/x",
          i % 2 == 0 ? "application/merge-patch+json" : "application/strategic-merge-patch+json",
          mutated(JSON_BODY.getBytes(UTF_8)));
      send(
          "PATCH",
          MAPS + "/x?fieldManager=m&force=true",
          "application/apply-patch+yaml",
          mutated((i % 2 == 0 ? YAML_BODY : JSON_BODY).getBytes(UTF_8)));
      send(
          "DELETE",
          MAPS + "/none",
          "application/json",
          mutated("{\"preconditions\":{}}".getBytes(UTF_8)));
    }
    serves();
  }

  /** Bytes flipped, cut out, doubled, or put in. */
  private byte[] mutated(byte[] body) {
    byte[] result = body.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> result[at] = (byte) random.nextInt(256);
        case 2 -> result[at] = (byte) "{}[]\",:*&!|\\\t\0".charAt(random.nextInt(14));
        case 3 -> result = Arrays.copyOf(result, at + 1);
        default -> {
          byte[] longer = Arrays.copyOf(result, result.length + at);
          System.arraycopy(result, 0, longer, result.length, at);
          result = longer;
        }
      }
    }
    return result;
  }

  /** Values that texts of JSON can stand for and hardly anything else can. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\u0000\"",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890",
        "-0",
        "[[],{}]",
        "{\"\":{\"\":null}}",
        "{\"\\ud800\":\"\"}",
        "null",
      })
  void oddValuesEverywhere(String value) throws Exception {
    for (String at :
        List.of(
            "{\"data\":{\"a\":V}}",
            "{\"data\":V}",
            "{\"V\":V}",
            "{\"metadata\":{\"name\":\"x\",\"annotations\":{\"a\":V}}}",
            "{\"metadata\":{\"name\":\"x\",\"annotations\":V}}",
            "{\"metadata\":{\"name\":V}}",
            "{\"metadata\":V}",
            "{\"kind\":V}",
            "{\"metadata\":{\"name\":\"x\",\"managedFields\":[{\"manager\":\"m\",\"operation\":\"Update\","
                + "\"apiVersion\":\"v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":V}]}}")) {
      byte[] body = at.replace("\"V\"", "\"k\"").replace("V", value).getBytes(UTF_8);
      send("POST", MAPS, "application/json", body);
      send("PUT", MAPS + "/x", "application/json", body);
      send("PATCH", MAPS + "/x", "application/merge-patch+json", body);
      send("PATCH", MAPS + "/x", "application/strategic-merge-patch+json", body);
      send("PATCH", MAPS + "/x?fieldManager=m", "application/apply-patch+yaml", body);
      byte[] operation =
          ("[{\"op\":\"add\",\"path\":\"/data/b\",\"value\":" + value + "}]").getBytes(UTF_8);
      send("PATCH", MAPS + "/x", "application/json-patch+json", operation);
    }
    serves();
  }

  /** Aliases of aliases of aliases, and what is opened and never closed. */
  @Test
  void yamlThatGrows() throws Exception {
    StringBuilder laughs = new StringBuilder("a0: &a0 lol\n");
    for (int i = 1; i < 10; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i));
      laughs.append("*a%d,".formatted(i - 1).repeat(9)).append("]\n");
    }
    for (String type : List.of("application/yaml", "application/apply-patch+yaml")) {
      boolean patch = type.contains("patch");
      String path = patch ? MAPS + "/x?fieldManager=m" : MAPS;
      String verb = patch ? "PATCH" : "POST";
      send(verb, path, type, laughs.toString().getBytes(UTF_8));
      send(verb, path, type, ("? " + "[".repeat(2_000)).getBytes(UTF_8));
      send(verb, path, type, ("&a ".repeat(2_000) + "x").getBytes(UTF_8));
      send(verb, path, type, "a: *a".getBytes(UTF_8));
    }
    serves();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labelSelector=(((((",
        "labelSelector=a in (",
        "labelSelector=!!",
        "labelSelector=,",
        "fieldSelector====",
        "fieldSelector=a=b\\",
        "fieldSelector=metadata.name",
        "continue=e30",
        "continue=W1tb",
        "continue=x",
        "limit=-1",
        "limit=99999999999999999999",
        "resourceVersion=x",
        "resourceVersion=-1",
        "resourceVersionMatch=x",
        "timeoutSeconds=x",
        "watch=x",
        "sendInitialEvents=true",
        "pretty=x",
        "\0=\0"
      })
  void queries(String query) throws Exception {
    String[] pair = query.split("=", 2);
    String value = URLEncoder.encode(pair[1], UTF_8);
    String many = URLEncoder.encode((pair[1] + ",").repeat(200), UTF_8);
    for (String one : List.of(value, many.substring(0, Math.min(many.length(), 3_000)))) {
      String path =
          MAPS + "?" + URLEncoder.encode(pair[0], UTF_8) + "=" + one.replaceAll("%[0-9A-F]?$", "");
      send("GET", path, "application/json", new byte[0]);
    }
    serves();
  }

  private static void send(String verb, String path, String type, byte[] body) throws Exception {
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request(path)
                .header("Content-Type", type)
                .method(verb, HttpRequest.BodyPublishers.ofByteArray(body)));
    assertThat(response.statusCode())
        .as("%s %s %s%n%s%n%s", verb, path, type, new String(body, UTF_8), response.body())
        .isLessThan(500);
  }

  /** The ledger decides and the read model reads. */
  private static void serves() throws Exception {
    String after = "{\"metadata\":{\"name\":\"after\"}}";
    assertThat(gateway.send("POST", MAPS, after).statusCode()).isEqualTo(201);
    assertThat(gateway.send("DELETE", MAPS + "/after", "").statusCode()).isEqualTo(200);
  }
}
