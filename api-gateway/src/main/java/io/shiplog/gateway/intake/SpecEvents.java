package io.shiplog.gateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.shiplog.model.Json;
import io.shiplog.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The CloudEvents among the records of {@code specs}: in binary mode, whose attributes are headers,
 * or in structured mode, whose value is the event as JSON, with its content type or without it.
 */
final class SpecEvents {

  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCH = "application/cloudevents-batch";

  /** The attribute that every event has, as it stands in JSON. */
  private static final String MARK = "\"specversion\"";

  private SpecEvents() {}

  /**
   * The event that a record is; empty where it is none.
   *
   * @throws IllegalArgumentException if it is one that cannot be read, or several at once
   */
  static Optional<CloudEvent> of(ConsumerRecord<String, byte[]> record) {
    String type = Headers.text(record.headers(), CONTENT_TYPE);
    boolean binary = !Headers.text(record.headers(), "ce_specversion").isEmpty();
    if (binary || type.startsWith(STRUCTURED) && !type.startsWith(BATCH)) {
      return Optional.of(read(record));
    }
    boolean untold = !type.startsWith(STRUCTURED) && hasMark(record.value());
    if (type.startsWith(BATCH) || untold && firstCharacter(record.value()) == '[') {
      throw new IllegalArgumentException(
          "a batch of CloudEvents (application/cloudevents-batch+json) is not taken here: send each"
              + " event as a record of its own");
    }
    if (!untold || !isEvent(record.value())) {
      return Optional.empty();
    }
    RecordHeaders headers = new RecordHeaders(record.headers());
    Headers.put(headers, CONTENT_TYPE, STRUCTURED + "+json");
    ConsumerRecord<String, byte[]> told =
        new ConsumerRecord<>(
            record.topic(), record.partition(), record.offset(), record.key(), record.value());
    headers.forEach(told.headers()::add);
    return Optional.of(read(told));
  }

  /** The name that an event has: another source may give the same id to another event. */
  static String id(CloudEvent event) {
    return id(event.getId(), event.getSource().toString());
  }

  static String id(String id, String source) {
    return id + "@" + source;
  }

  private static CloudEvent read(ConsumerRecord<String, byte[]> record) {
    try {
      return KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent();
    } catch (RuntimeException e) {
      // The library tells a broken event in half a dozen exceptions without a common type.
      throw new IllegalArgumentException("not a CloudEvent: " + e.getMessage(), e);
    }
  }

  /** A manifest has a kind, and no object of the API has this field at its root. */
  private static boolean isEvent(byte[] value) {
    try {
      JsonNode tree = Json.parse(value);
      return tree.path("specversion").isTextual() && !tree.has("kind");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean hasMark(byte[] value) {
    int first = firstCharacter(value);
    return (first == '{' || first == '[')
        && new String(value, StandardCharsets.ISO_8859_1).contains(MARK);
  }

  private static int firstCharacter(byte[] value) {
    for (byte b : value) {
      if (b > ' ' || b < 0) {
        return b;
      }
    }
    return -1;
  }
}
