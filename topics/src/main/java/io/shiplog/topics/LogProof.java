package io.shiplog.topics;

import io.shiplog.model.ObjectKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The running {@link LogSum} of a shard, for the ledger that writes it and for whoever reads it.
 * Records under keys that are no object's are nobody's and do not count. Not thread-safe.
 */
public final class LogProof {

  private final Map<ObjectKey, Long> prints = new HashMap<>();
  private LogSum sum = LogSum.NOTHING;
  private Optional<LogSum> claimed = Optional.empty();

  /** An object's record was written. */
  public void put(ObjectKey key, long print) {
    remove(key);
    prints.put(key, print);
    sum = sum.with(print);
  }

  /** An object was deleted. */
  public void remove(ObjectKey key) {
    Long before = prints.remove(key);
    if (before != null) {
      sum = sum.without(before);
    }
  }

  /** Whether an object is there. */
  public boolean holds(ObjectKey key) {
    return prints.containsKey(key);
  }

  /** The same, to go on with apart. */
  public LogProof copy() {
    LogProof copy = new LogProof();
    copy.prints.putAll(prints);
    copy.sum = sum;
    copy.claimed = claimed;
    return copy;
  }

  /** What all that was put and not removed comes to. */
  public LogSum sum() {
    return sum;
  }

  /**
   * Takes in the next record that the ledger can have written ({@link CountedRecords}).
   *
   * @throws IllegalArgumentException if it is a bookkeeping record whose sum cannot be read
   */
  public void read(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null) {
      return;
    }
    if (ObjectRecords.isCounter(record.key())) {
      claimed = LogSum.parse(Headers.text(record.headers(), Headers.LOG_SUM));
      return;
    }
    ObjectKey key;
    try {
      key = ObjectKey.parse(record.key());
    } catch (IllegalArgumentException e) {
      return;
    }
    if (record.value() == null) {
      remove(key);
    } else {
      put(key, print(record));
    }
  }

  private static long print(ConsumerRecord<String, byte[]> record) {
    long version;
    try {
      version = ObjectRecords.resourceVersion(record);
    } catch (NumberFormatException e) {
      // No ledger wrote it; it is there all the same, and its print agrees with nothing.
      version = -1;
    }
    return LogSum.print(record.key(), version, record.value());
  }

  /**
   * What is wrong with what was read, by what the last bookkeeping record claims; empty where
   * nothing is, or where the log is from a time when nothing was claimed.
   *
   * @param unreadable how many of the objects cannot be read. They were told of already: something
   *     else than the ledger may have put them there, so only what is missing counts then
   */
  public Optional<String> disagreement(int unreadable) {
    if (claimed.isEmpty() || claimed.get().equals(sum)) {
      return Optional.empty();
    }
    long expected = claimed.get().count();
    if (sum.count() < expected) {
      return Optional.of(
          "%d of its %d objects are not there".formatted(expected - sum.count(), expected));
    }
    if (unreadable > 0 && sum.count() <= expected + unreadable) {
      return Optional.empty();
    }
    return Optional.of(
        sum.count() > expected
            ? "it holds %d objects more than the %d that the ledger wrote"
                .formatted(sum.count() - expected, expected)
            : "it holds as many objects as the ledger wrote, %d, and not the same"
                .formatted(expected));
  }
}
