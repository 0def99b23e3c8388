package io.shiplog.gateway.http;

import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole response, before it is written.
 *
 * @param code HTTP status code
 * @param contentType media type of the body
 * @param headers further headers
 * @param body the body in pieces, to be written one after the other; not to be changed
 */
record Answer(int code, String contentType, Map<String, String> headers, List<byte[]> body) {

  static final String JSON = "application/json";

  static Answer json(int code, Object tree) {
    return json(code, List.of(Json.bytes(tree)));
  }

  static Answer json(int code, List<byte[]> body) {
    return new Answer(code, JSON, Map.of(), body);
  }

  static Answer text(int code, String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Answer(code, "text/plain; charset=utf-8", Map.of(), List.of(bytes));
  }

  static Answer failure(Status status) {
    Answer answer = json(status.code(), StatusJson.failure(status));
    int retryAfter = status.details() == null ? 0 : status.details().retryAfterSeconds();
    return retryAfter == 0 ? answer : answer.with("Retry-After", Integer.toString(retryAfter));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(code, contentType, more, body);
  }

  long length() {
    long length = 0;
    for (byte[] piece : body) {
      length += piece.length;
    }
    return length;
  }
}
