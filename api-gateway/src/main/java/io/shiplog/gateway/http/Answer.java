package io.shiplog.gateway.http;

import io.shiplog.manifests.Yaml;
import io.shiplog.model.Json;
import io.shiplog.model.error.Status;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole response, before it is written.
 *
 * @param code HTTP status code
 * @param contentType media type of the body
 * @param headers further headers
 * @param body the body in pieces, to be written one after the other; not to be changed
 */
record Answer(int code, String contentType, List<Header> headers, List<byte[]> body) {

  /** A header of the response. */
  record Header(String name, String value) {}

  static final String JSON = "application/json";

  static Answer json(int code, Object tree) {
    return json(code, List.of(Json.bytes(tree)));
  }

  static Answer json(int code, List<byte[]> body) {
    return new Answer(code, JSON, List.of(), body);
  }

  static Answer text(int code, String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Answer(code, "text/plain; charset=utf-8", List.of(), List.of(bytes));
  }

  static Answer failure(Status status) {
    Answer answer = json(status.code(), StatusJson.failure(status));
    int retryAfter = status.details() == null ? 0 : status.details().retryAfterSeconds();
    return retryAfter == 0 ? answer : answer.with("Retry-After", Integer.toString(retryAfter));
  }

  /** The same as YAML, if the client wants that. */
  Answer as(Accept accept) {
    if (!accept.yaml() || !contentType.equals(JSON)) {
      return this;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    body.forEach(whole::writeBytes);
    byte[] yaml = Yaml.bytes(Json.parse(whole.toByteArray()));
    return new Answer(code, accept.contentType(), headers, List.of(yaml));
  }

  /** The same without its body, as an answer to HEAD. */
  Answer headOnly() {
    return new Answer(code, contentType, headers, List.of());
  }

  /** The same with one header more. */
  Answer with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(code, contentType, more, body);
  }

  /** The same with a Warning header for each warning, as kubectl shows them. */
  Answer withWarnings(List<String> warnings) {
    Answer answer = this;
    for (String warning : warnings) {
      String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
      answer = answer.with("Warning", "299 - \"" + quoted + "\"");
    }
    return answer;
  }

  long length() {
    long length = 0;
    for (byte[] piece : body) {
      length += piece.length;
    }
    return length;
  }
}
