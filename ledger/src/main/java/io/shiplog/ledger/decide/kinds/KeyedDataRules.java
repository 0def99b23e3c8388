package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.KubeObject;
import java.util.List;

/** What ConfigMaps and Secrets have in common: keys, a size, and being immutable if they say so. */
final class KeyedDataRules {

  /** 1 MiB: all values of an object together, before encoding. */
  static final int MOST_BYTES = 1024 * 1024;

  private static final String IMMUTABLE = "field is immutable when `immutable` is set";

  private KeyedDataRules() {}

  static void keys(Field data, Problems problems) {
    data.entries(
        (key, value) ->
            Formats.configKey(key).forEach(wrong -> problems.invalid(value, key, wrong)));
  }

  /** How many bytes base64 text stands for; -1 where it is not base64. */
  static long decodedLength(JsonNode value) {
    String text = value.asText("").replaceAll("[\r\n]", "");
    if (!text.matches("[A-Za-z0-9+/]*={0,2}") || text.length() % 4 != 0) {
      return -1;
    }
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4L * 3 - padding;
  }

  /** Once an object says it is immutable, it stays so and its data stays what it is. */
  static void immutable(
      KubeObject updated, KubeObject current, List<String> fields, Problems problems) {
    if (!current.at("immutable").asBoolean(false)) {
      return;
    }
    Field immutable = Field.of(updated.json(), "immutable");
    if (!immutable.isTrue()) {
      problems.forbidden(immutable, IMMUTABLE);
    }
    for (String name : fields) {
      Field field = Field.of(updated.json(), name);
      if (!Semantics.equal(field.node(), current.at(name))) {
        problems.forbidden(field, IMMUTABLE);
      }
    }
  }
}
