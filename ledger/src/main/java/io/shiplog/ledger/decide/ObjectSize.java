package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How large an object is, counted so that it does not matter of which bytes its texts are. That is
 * what Kubernetes stores, in protobuf: text unescaped, and what JSON shows as base64 as the bytes
 * it stands for.
 */
final class ObjectSize {

  /** The largest object that is accepted: etcd's limit of 1.5 MiB. */
  static final int MAX_BYTES = 3 << 19;

  /** The brackets of an object or a list, or what stands around a name, and what follows it. */
  private static final int SIGNS = 3;

  /** By kind, the field whose values are base64. */
  private static final Map<String, String> ENCODED =
      Map.of("Secret", "data", "ConfigMap", "binaryData");

  private ObjectSize() {}

  /** Refuses an object that is larger than {@link #MAX_BYTES}. */
  static void check(JsonNode object) {
    if (size(object, text -> 3L * text.length()) <= MAX_BYTES) {
      return; // no text takes more bytes, so nobody needs to look at each
    }
    long bytes = size(object, ObjectSize::utf8);
    String encoded = ENCODED.get(Json.text(object, "kind"));
    if (encoded != null) {
      bytes -= size(object.path(encoded), ObjectSize::utf8) / 4;
    }
    if (bytes > MAX_BYTES) {
      throw Request.refuse(
          Status.tooLarge("the object takes " + bytes + " bytes, limit is " + MAX_BYTES));
    }
  }

  private static long size(JsonNode node, ToLongFunction<String> text) {
    if (node.isTextual()) {
      return SIGNS + text.applyAsLong(node.textValue());
    }
    if (node.isValueNode()) {
      return node.asText().length();
    }
    long size = SIGNS;
    for (var field : node.properties()) {
      size += SIGNS + text.applyAsLong(field.getKey()) + size(field.getValue(), text);
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        size += 1 + size(item, text);
      }
    }
    return size;
  }

  /** How many bytes a text is in UTF-8, found out without writing it. */
  private static long utf8(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      bytes += one < 0x80 ? 1 : one < 0x800 || Character.isSurrogate(one) ? 2 : 3;
    }
    return bytes;
  }
}
