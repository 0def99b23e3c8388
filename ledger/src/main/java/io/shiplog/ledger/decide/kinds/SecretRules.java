package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.schema.GoJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Secrets. Source: Kubernetes documentation, "Secrets", section "Types of Secret". */
final class SecretRules extends BasicRules {

  private static final String REDACTED = "<secret contents redacted>";
  private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";

  SecretRules(ResourceType type) {
    super(type);
  }

  /** Text given as {@code stringData} becomes data, and wins over data of the same key. */
  @Override
  void defaults(ObjectNode object) {
    Defaults.text(object, "type", "Opaque");
    if (object.get("stringData") instanceof ObjectNode texts) {
      ObjectNode data = Defaults.object(object, "data");
      texts.properties().forEach(e -> data.put(e.getKey(), base64(e.getValue())));
    }
    object.remove("stringData");
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field data = Field.of(object.json(), "data");
    long[] bytes = {0};
    KeyedDataRules.keys(data, problems);
    data.entries(
        (key, value) -> {
          long length = KeyedDataRules.decodedLength(value.node());
          if (length < 0) {
            problems.invalid(value, REDACTED, "must be base64");
          }
          bytes[0] += length;
        });
    if (bytes[0] > KeyedDataRules.MOST_BYTES) {
      problems.tooLong(data, KeyedDataRules.MOST_BYTES);
    }
    ofType(object, data, problems);
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    problems.immutable(Field.of(updated.json(), "type"), current.at("type"));
    KeyedDataRules.immutable(updated, current, List.of("data"), problems);
  }

  /** What the type promises to those who use the Secret. */
  private static void ofType(KubeObject object, Field data, Problems problems) {
    switch (object.at("type").asText()) {
      case "kubernetes.io/service-account-token" -> {
        if (object.annotation(ACCOUNT_NAME).isEmpty()) {
          problems.required(
              Field.of(object.json(), "metadata").at("annotations").key(ACCOUNT_NAME), "");
        }
      }
      case "kubernetes.io/dockercfg" -> json(data.key(".dockercfg"), problems);
      case "kubernetes.io/dockerconfigjson" -> json(data.key(".dockerconfigjson"), problems);
      case "kubernetes.io/basic-auth" -> {
        if (!data.node().has("username") && !data.node().has("password")) {
          problems.required(data.key("username"), "");
          problems.required(data.key("password"), "");
        }
      }
      case "kubernetes.io/ssh-auth" -> demand(data.key("ssh-privatekey"), problems);
      case "kubernetes.io/tls" -> {
        demand(data.key("tls.crt"), problems);
        demand(data.key("tls.key"), problems);
      }
      default -> {}
    }
  }

  private static void demand(Field value, Problems problems) {
    if (!value.isSet()) {
      problems.required(value, "");
    }
  }

  private static void json(Field value, Problems problems) {
    if (!value.isSet()) {
      problems.required(value, "");
      return;
    }
    GoJson.objectError(Base64.getMimeDecoder().decode(value.text()))
        .ifPresent(wrong -> problems.invalid(value, REDACTED, wrong));
  }

  private static String base64(JsonNode text) {
    return Base64.getEncoder().encodeToString(text.asText().getBytes(StandardCharsets.UTF_8));
  }
}
