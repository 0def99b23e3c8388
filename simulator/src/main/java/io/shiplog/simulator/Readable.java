package io.shiplog.simulator;

import io.shiplog.topics.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as lines for people. */
final class Readable {

  private static final int WIDTH = 260;

  private Readable() {}

  /** Who wrote what, where. */
  static String record(String writer, ConsumerRecord<String, byte[]> record) {
    String version = Headers.text(record.headers(), Headers.RESOURCE_VERSION);
    return "  %s -> %s-%d@%d %s%s %s"
        .formatted(
            writer,
            record.topic(),
            record.partition(),
            record.offset(),
            record.key(),
            version.isEmpty() ? "" : " v" + version,
            value(record.value()));
  }

  private static String value(byte[] value) {
    if (value == null) {
      return "(tombstone)";
    }
    String text = new String(value, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    String plain = text.replaceAll(",?\"managedFields\":\\[.*?}}}]", "");
    return plain.length() <= WIDTH ? plain : plain.substring(0, WIDTH) + "…";
  }
}
