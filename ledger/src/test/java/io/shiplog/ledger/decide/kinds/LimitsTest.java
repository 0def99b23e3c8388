package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Sizes: what just fits is accepted, one byte more is refused. */
class LimitsTest {

  private static final int MIB = 1024 * 1024;

  @Test
  void configMapsHoldOneMebibyte() {
    ObjectNode configMap =
        Manifests.object(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}}");
    Json.ensure(configMap, "data").put("text", "x".repeat(MIB - 3));
    Json.ensure(configMap, "binaryData").put("bytes", base64(3));
    assertThat(Manifests.createErrors(configMap)).isEmpty();
    Json.ensure(configMap, "binaryData").put("bytes", base64(4));
    assertThat(Manifests.createErrors(configMap))
        .containsExactly("[]: Too long: may not be more than 1048576 bytes");
  }

  @Test
  void secretsHoldOneMebibyteBeforeEncoding() {
    ObjectNode secret =
        Manifests.object("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: default}}");
    Json.ensure(secret, "data").put("bytes", base64(MIB));
    assertThat(Manifests.createErrors(secret)).isEmpty();
    Json.ensure(secret, "stringData").put("more", "x");
    assertThat(Manifests.createErrors(secret))
        .containsExactly("data: Too long: may not be more than 1048576 bytes");
  }

  @Test
  void annotationsHold256Kibibytes() {
    ObjectNode account =
        Manifests.object(
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, namespace: default}}");
    Json.ensure(account, "metadata", "annotations").put("key", "x".repeat(256 * 1024 - 3));
    assertThat(Manifests.createErrors(account)).isEmpty();
    Json.ensure(account, "metadata", "annotations").put("key", "ä" + "x".repeat(256 * 1024 - 4));
    assertThat(Manifests.createErrors(account))
        .containsExactly("metadata.annotations: Too long: may not be more than 262144 bytes");
  }

  @Test
  void namesHaveALength() {
    ObjectNode account =
        Manifests.object("{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: default}}");
    Json.ensure(account, "metadata").put("name", "x".repeat(253));
    assertThat(Manifests.createErrors(account)).isEmpty();
    Json.ensure(account, "metadata").put("name", "x".repeat(254));
    assertThat(Manifests.createErrors(account))
        .singleElement()
        .asString()
        .endsWith(": must be no more than 253 characters");
    Json.ensure(account, "metadata").put("name", "-".repeat(1_000_000));
    assertThat(Manifests.createErrors(account)).hasSize(1);
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }
}
