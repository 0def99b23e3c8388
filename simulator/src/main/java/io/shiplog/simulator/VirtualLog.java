package io.shiplog.simulator;

import io.shiplog.topics.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Kafka, as far as the control plane can tell: named topics of ordered records, in memory. */
public final class VirtualLog {

  private static final String WRITER = "writer";

  private final VirtualClock clock;
  private final Trace trace;
  private final UnaryOperator<ProducerRecord<String, byte[]>> wire;
  private final Map<String, VirtualPartition> partitions = new TreeMap<>();

  /**
   * An empty log.
   *
   * @param wire what every record passes on its way in; a test that plants a bug changes it there,
   *     or drops it by returning null
   */
  VirtualLog(VirtualClock clock, Trace trace, UnaryOperator<ProducerRecord<String, byte[]>> wire) {
    this.clock = clock;
    this.trace = trace;
    this.wire = wire;
  }

  /** A partition; it is made when it is first asked for. */
  public VirtualPartition partition(String topic, int number) {
    return partitions.computeIfAbsent(topic + "-" + number, name -> new VirtualPartition());
  }

  /** Appends a record. */
  void append(String writer, ProducerRecord<String, byte[]> sent) {
    ProducerRecord<String, byte[]> record = wire.apply(sent);
    if (record == null) {
      return;
    }
    int number = record.partition() == null ? 0 : record.partition();
    VirtualPartition partition = partition(record.topic(), number);
    RecordHeaders headers = new RecordHeaders(record.headers());
    Headers.put(headers, WRITER, writer);
    partition.add(
        new ConsumerRecord<>(
            record.topic(),
            number,
            partition.end(),
            clock.millis(),
            TimestampType.CREATE_TIME,
            0,
            0,
            record.key(),
            record.value(),
            headers,
            Optional.empty()));
    String end = record.value() == null ? " (tombstone)" : "";
    trace.add(
        "  "
            + writer
            + " -> "
            + record.topic()
            + "-"
            + number
            + "@"
            + (partition.end() - 1)
            + " "
            + record.key()
            + end);
    trace.mix(record.value());
  }

  void append(String writer, List<ProducerRecord<String, byte[]>> records) {
    records.forEach(record -> append(writer, record));
  }

  /** Who wrote a record. */
  public static String writer(ConsumerRecord<String, byte[]> record) {
    return Headers.text(record.headers(), WRITER);
  }
}
