package io.shiplog.gateway.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;

/** How large an object is, found out without writing it wherever a rough look suffices. */
final class ObjectSize {

  /** One char of text takes at most this many bytes as JSON: {@code \u0000}. */
  private static final int WORST_CASE = 6;

  private static final int PER_NODE = 26;

  private ObjectSize() {}

  /** Refuses an object whose JSON would be larger than this. */
  static void check(JsonNode object, int maxBytes) {
    if (roughly(object) <= maxBytes) {
      return;
    }
    int bytes = Json.bytes(object).length;
    if (bytes > maxBytes) {
      throw Request.refuse(
          Status.tooLarge(
              "Request entity too large: the object takes "
                  + bytes
                  + " bytes, limit is "
                  + maxBytes));
    }
  }

  private static long roughly(JsonNode node) {
    long size = PER_NODE;
    if (node.isTextual()) {
      return size + (long) WORST_CASE * node.textValue().length();
    }
    for (var field : node.properties()) {
      size += (long) WORST_CASE * field.getKey().length() + roughly(field.getValue());
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        size += roughly(item);
      }
    }
    return size;
  }
}
