package io.shiplog.topics;

import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Facts as records of {@link Topics#OBJECTS} and {@link Topics#HISTORY}, and outcomes.
 *
 * <p>Besides objects, {@code objects} carries one bookkeeping record a shard, under a key that is
 * no object: {@link #counterKey}. Its headers carry the ledger's counter, so that the counter
 * survives the compaction of the tombstone that last raised it, the ledger's position in {@code
 * commands}, and what all objects come to ({@link LogSum}). Readers treat it as a bookmark.
 */
public final class ObjectRecords {

  private static final String COUNTER = "counters.shiplog.io//shard-";

  private final SecretSeal seal;

  public ObjectRecords(SecretSeal seal) {
    this.seal = seal;
  }

  /** The key of the bookkeeping record of a shard. */
  public static String counterKey(int shard) {
    return COUNTER + shard;
  }

  /** Whether a record key is bookkeeping and not an object. */
  public static boolean isCounter(String key) {
    return key.startsWith(COUNTER);
  }

  /**
   * The records of a fact: in {@code objects} the object, or a tombstone; in {@code history} the
   * object, with its last state where it is a deletion.
   *
   * @param fact what was accepted
   * @param json the fact's object, as JSON
   */
  public List<ProducerRecord<String, byte[]>> of(Fact fact, byte[] json) {
    return of(Catalogue.shardOf(fact.key()), fact, json);
  }

  /** The same for what goes from a shard that holds its kind no more. */
  public List<ProducerRecord<String, byte[]>> of(int shard, Fact fact, byte[] json) {
    byte[] value = SecretSeal.covers(fact.key().toString()) ? seal.seal(json) : json;
    byte[] current = fact.type() == Fact.Type.DELETED ? null : value;
    return List.of(
        withHeaders(shard, fact, Topics.OBJECTS, current),
        withHeaders(shard, fact, Topics.HISTORY, value));
  }

  /**
   * The bookkeeping record of a shard.
   *
   * @param resourceVersion how far the counter has come
   * @param nextCommand the offset in {@code commands} behind the last command that was decided
   * @param sum what all objects of the shard come to
   */
  public ProducerRecord<String, byte[]> counter(
      int shard, long resourceVersion, long nextCommand, LogSum sum) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topics.OBJECTS, shard, counterKey(shard), Json.bytes(Json.object()));
    Headers.put(record.headers(), Headers.RESOURCE_VERSION, Long.toString(resourceVersion));
    Headers.put(record.headers(), Headers.NEXT_COMMAND, Long.toString(nextCommand));
    Headers.put(record.headers(), Headers.LOG_SUM, sum.text());
    return record;
  }

  /** The ledger's position that a bookkeeping record carries; empty in one of former times. */
  public static OptionalLong nextCommand(ConsumerRecord<String, byte[]> counter) {
    String text = Headers.text(counter.headers(), Headers.NEXT_COMMAND);
    return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }

  /** The record of an outcome, sealed where it shows a Secret: the answer to a dry run. */
  public ProducerRecord<String, byte[]> toOutcomes(int shard, Outcome outcome) {
    byte[] plain = Json.bytes(outcome);
    boolean secret =
        outcome.results().stream()
            .anyMatch(r -> r.object() != null && SecretSeal.covers(r.key().toString()));
    return new ProducerRecord<>(
        Topics.OUTCOMES, shard, outcome.commandId(), secret ? seal.seal(plain) : plain);
  }

  /** The same outcome for those who are to know it when its command comes again. */
  public ProducerRecord<String, byte[]> toOutcomesOnce(int shard, String key, Outcome outcome) {
    byte[] value = toOutcomes(shard, outcome).value();
    return new ProducerRecord<>(Topics.OUTCOMES_ONCE, shard, key, value);
  }

  /**
   * Reads an outcome.
   *
   * @throws IllegalArgumentException if the value is not one
   */
  public Outcome readOutcome(byte[] value) {
    try {
      return Json.MAPPER.readValue(seal.open(value), Outcome.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("not an outcome: " + e.getMessage(), e);
    }
  }

  /**
   * The object in a record's value, opened if it was sealed; shared with all of this process that
   * read the same.
   *
   * @param value as in the record; null for a tombstone
   * @return null for a tombstone
   * @throws IllegalArgumentException if it was sealed with another key
   */
  public WrittenObject object(byte[] value) {
    return value == null ? null : SharedObjects.OF_THIS_PROCESS.of(seal.open(value));
  }

  /** The ledger's counter at this record, or 0 where the header is missing. */
  public static long resourceVersion(ConsumerRecord<String, byte[]> record) {
    String text = Headers.text(record.headers(), Headers.RESOURCE_VERSION);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** What a record of an object, with its value, adds to its shard's {@link LogSum}. */
  public static long print(ProducerRecord<String, byte[]> record) {
    String version = Headers.text(record.headers(), Headers.RESOURCE_VERSION);
    return LogSum.print(record.key(), Long.parseLong(version), record.value());
  }

  private static ProducerRecord<String, byte[]> withHeaders(
      int shard, Fact fact, String topic, byte[] value) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, shard, fact.key().toString(), value);
    Headers.put(record.headers(), Headers.RESOURCE_VERSION, Long.toString(fact.resourceVersion()));
    Headers.put(record.headers(), Headers.VERB, fact.type().name());
    Headers.put(record.headers(), Headers.COMMAND_ID, fact.commandId());
    Headers.put(record.headers(), Headers.USER, fact.user());
    return record;
  }
}
