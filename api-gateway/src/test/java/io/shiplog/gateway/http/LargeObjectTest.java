package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large objects through the whole of a gateway, the log, and back. */
class LargeObjectTest {

  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  /**
   * As {@code kubectl create configmap --from-file} sends it: a mebibyte is one, whatever it is.
   */
  @ParameterizedTest
  @ValueSource(strings = {"\0", "\"\n", "x"})
  void aMebibyteOfAnythingIsAccepted(String text) throws Exception {
    Gateway gateway = Gateway.shared();
    String data = text.repeat((1 << 20) / text.length());
    V1.ConfigMap map =
        V1.ConfigMap.newBuilder()
            .setMetadata(Meta.ObjectMeta.newBuilder().setName("large"))
            .putData("k", data)
            .build();
    HttpResponse<String> made =
        gateway.send(
            gateway
                .request(MAPS)
                .header("Content-Type", ProtobufBodies.MEDIA_TYPE)
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        ProtobufBodiesTest.envelope("v1", "ConfigMap", map.toByteString()))));
    assertThat(made.statusCode()).as(made.body().substring(0, 200)).isEqualTo(201);
    HttpResponse<String> read = gateway.get(MAPS + "/large");
    assertThat(Gateway.json(read).at("/data/k").asText().equals(data)).isTrue();
    assertThat(gateway.send("DELETE", MAPS + "/large", "").statusCode()).isEqualTo(200);
  }

  /** By every verb base64 is stored in one form. */
  @Test
  void base64WithLineEndsIsStoredWithout() throws Exception {
    Gateway gateway = Gateway.shared();
    String secrets = "/api/v1/namespaces/default/secrets";
    String body =
        """
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "wrapped"},
         "data": {"a": "aGVs\\nbG8=\\n"}}
        """;
    gateway.send("POST", secrets, body);
    stored(gateway, secrets, "aGVsbG8=");
    gateway.send("PUT", secrets + "/wrapped", body.replace("aGVs", "aGVz"));
    stored(gateway, secrets, "aGVzbG8=");
    String[][] patches = {
      {"application/merge-patch+json", "{'data':{'a':'aGVh\\nbG8=\\n'}}", "aGVhbG8="},
      {"application/strategic-merge-patch+json", "{'data':{'a':'aGVi\\nbG8=\\n'}}", "aGVibG8="},
      {
        "application/json-patch+json",
        "[{'op':'replace','path':'/data/a','value':'aGVj\\nbG8=\\n'}]",
        "aGVjbG8="
      },
      {"application/apply-patch+yaml", body.replace("aGVs", "aGVk"), "aGVkbG8="},
    };
    for (String[] patch : patches) {
      gateway.send(
          gateway
              .request(secrets + "/wrapped?fieldManager=m&force=" + patch[0].contains("apply"))
              .header("Content-Type", patch[0])
              .method("PATCH", HttpRequest.BodyPublishers.ofString(patch[1].replace('\'', '"'))));
      stored(gateway, secrets, patch[2]);
    }
    gateway.send("DELETE", secrets + "/wrapped", "");
  }

  private static void stored(Gateway gateway, String secrets, String data) throws Exception {
    assertThat(Gateway.json(gateway.get(secrets + "/wrapped")).at("/data/a").asText())
        .isEqualTo(data);
  }
}
