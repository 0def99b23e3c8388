package io.shiplog.simulator;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.topics.Headers;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Kafka, as far as the control plane can tell: named topics of ordered records, in memory. */
public final class VirtualLog {

  private static final String WRITER = "writer";
  private static final int REMEMBERED = 5_000;

  private record Place(String topic, int number) {}

  private final Trace trace;
  private final SecretSeal seal;
  private final UnaryOperator<ProducerRecord<String, byte[]>> wire;
  private final Map<Place, VirtualPartition> partitions = new HashMap<>();

  /** What was read lately, and before that: whoever looks at a record does so soon. */
  private IdentityHashMap<byte[], KubeObject> objects = new IdentityHashMap<>();

  private IdentityHashMap<byte[], KubeObject> formerObjects = new IdentityHashMap<>();

  /**
   * An empty log.
   *
   * @param seal opens Secrets
   * @param wire what every record passes on its way in; a test that plants a bug changes it there,
   *     or drops it by returning null
   */
  VirtualLog(Trace trace, SecretSeal seal, UnaryOperator<ProducerRecord<String, byte[]>> wire) {
    this.trace = trace;
    this.seal = seal;
    this.wire = wire;
  }

  /** A partition; it is made when it is first asked for. */
  public VirtualPartition partition(String topic, int number) {
    return partitions.computeIfAbsent(new Place(topic, number), place -> new VirtualPartition());
  }

  /** The names of the topics there are, in order. */
  SortedSet<String> topics() {
    SortedSet<String> topics = new TreeSet<>();
    partitions.keySet().forEach(place -> topics.add(place.topic()));
    return topics;
  }

  /**
   * The object in a record's value. Read once, however many look at it meanwhile: objects are
   * immutable.
   *
   * @throws IllegalArgumentException if it is none
   */
  public KubeObject object(byte[] value) {
    if (value == null) {
      return null;
    }
    if (objects.size() >= REMEMBERED) {
      formerObjects = objects;
      objects = new IdentityHashMap<>();
    }
    KubeObject former = formerObjects.get(value);
    return objects.computeIfAbsent(
        value,
        bytes -> former != null ? former : new KubeObject(Json.parseWritten(seal.open(bytes))));
  }

  /**
   * Appends a record.
   *
   * @param writer who writes, for whoever reads the trace
   * @param clock the writer's
   */
  void append(String writer, ProcessClock clock, ProducerRecord<String, byte[]> sent) {
    ProducerRecord<String, byte[]> record = wire.apply(sent);
    if (record == null) {
      return;
    }
    int number = record.partition() == null ? 0 : record.partition();
    VirtualPartition partition = partition(record.topic(), number);
    RecordHeaders headers = new RecordHeaders(record.headers());
    Headers.put(headers, WRITER, writer);
    ConsumerRecord<String, byte[]> added =
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
            Optional.empty());
    partition.add(added);
    mix(added);
    if (!record.topic().equals(Topics.HISTORY)) {
      trace.tell(() -> Readable.record(writer, added));
    }
  }

  private void mix(ConsumerRecord<String, byte[]> record) {
    trace.mix(record.topic().hashCode() + 31L * record.partition());
    trace.mix(record.timestamp());
    trace.mix(record.key() == null ? 0 : record.key().hashCode());
    trace.mix(record.value());
    for (Header header : record.headers()) {
      trace.mix(header.key().hashCode());
      trace.mix(header.value());
    }
  }

  void append(String writer, ProcessClock clock, List<ProducerRecord<String, byte[]>> records) {
    records.forEach(record -> append(writer, clock, record));
  }

  /** Who wrote a record. */
  public static String writer(ConsumerRecord<String, byte[]> record) {
    return Headers.text(record.headers(), WRITER);
  }
}
