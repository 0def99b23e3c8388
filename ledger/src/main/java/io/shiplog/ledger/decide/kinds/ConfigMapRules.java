package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** ConfigMaps. Source: Kubernetes documentation, "ConfigMaps". */
final class ConfigMapRules extends BasicRules {

  ConfigMapRules(ResourceType type) {
    super(type);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field data = Field.of(object.json(), "data");
    Field binary = Field.of(object.json(), "binaryData");
    long[] bytes = {0};
    KeyedDataRules.keys(data, problems);
    data.entries(
        (key, value) -> {
          if (binary.node().has(key)) {
            problems.invalid(value, key, "duplicate of key present in binaryData");
          }
          bytes[0] += value.text().getBytes(StandardCharsets.UTF_8).length;
        });
    KeyedDataRules.keys(binary, problems);
    binary.entries(
        (key, value) -> {
          long length = KeyedDataRules.decodedLength(value.node());
          if (length < 0) {
            problems.invalid(value, "must be base64");
          }
          bytes[0] += length;
        });
    if (bytes[0] > KeyedDataRules.MOST_BYTES) {
      problems.tooLong(new Field("[]", object.json()), KeyedDataRules.MOST_BYTES);
    }
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    KeyedDataRules.immutable(updated, current, List.of("data", "binaryData"), problems);
  }
}
