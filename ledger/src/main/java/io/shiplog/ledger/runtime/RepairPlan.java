package io.shiplog.ledger.runtime;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.Headers;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.LogSum;
import io.shiplog.topics.ObjectRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a shard's log of objects lacks, by what its history still has: of each object the last
 * change, where the log has an older state of it or none. First all objects are taken in, then all
 * of history. Not thread-safe.
 */
final class RepairPlan {

  private final LogProof there = new LogProof();
  private final Map<ObjectKey, Long> versions = new HashMap<>();

  /** What was written last before the log of objects ends, and what came behind its end. */
  private final Map<ObjectKey, ConsumerRecord<String, byte[]>> before = new HashMap<>();

  private final Map<ObjectKey, ConsumerRecord<String, byte[]>> behind = new HashMap<>();
  private OptionalLong nextCommand = OptionalLong.empty();
  private long counter;
  private long highest;
  private long behindCount;

  /**
   * Takes in a record of {@code objects} that a ledger can have written.
   *
   * @throws IllegalArgumentException if it is bookkeeping that cannot be read
   */
  void object(ConsumerRecord<String, byte[]> record) {
    there.read(record);
    if (record.key() == null) {
      return;
    }
    if (ObjectRecords.isCounter(record.key())) {
      nextCommand = ObjectRecords.nextCommand(record);
    }
    long version = version(record);
    counter = Math.max(counter, version);
    highest = Math.max(highest, version);
    key(record).ifPresent(key -> versions.put(key, version));
  }

  /** Takes in a record of {@code history}; one that says of no object is passed over. */
  void history(ConsumerRecord<String, byte[]> record) {
    long version = version(record);
    Optional<ObjectKey> key = key(record);
    if (key.isEmpty() || version == 0) {
      return;
    }
    highest = Math.max(highest, version);
    if (version > counter) {
      behindCount++;
      behind.put(key.get(), record);
    } else {
      before.put(key.get(), record);
    }
  }

  /** The last change of each object that the log of objects does not have, the oldest first. */
  List<ConsumerRecord<String, byte[]>> missing() {
    Map<ObjectKey, ConsumerRecord<String, byte[]>> last = new HashMap<>(before);
    last.putAll(behind);
    List<ConsumerRecord<String, byte[]>> missing = new ArrayList<>();
    last.forEach(
        (key, record) -> {
          if (newer(key, record)) {
            missing.add(record);
          }
        });
    missing.sort(Comparator.comparingLong(RepairPlan::version));
    return missing;
  }

  /** What is missing and not in history either; empty where there is no such thing. */
  Optional<String> lost() {
    LogProof restored = there.copy();
    before.forEach(
        (key, record) -> {
          if (!newer(key, record)) {
            return;
          }
          if (deletes(record)) {
            restored.remove(key);
          } else {
            restored.put(key, LogSum.print(record.key(), version(record), record.value()));
          }
        });
    Optional<String> disagreement = restored.disagreement(0);
    if (disagreement.isPresent()) {
      return disagreement;
    }
    long gaps = highest - counter - behindCount;
    return gaps > 0
        ? Optional.of("%d changes behind its end are in no history".formatted(gaps))
        : Optional.empty();
  }

  /** Whether nothing is to be done. */
  boolean whole() {
    return highest == counter && missing().isEmpty() && lost().isEmpty();
  }

  /** Whether an object is in the log of objects, in whatever state. */
  boolean holds(ObjectKey key) {
    return there.holds(key);
  }

  /** What the log of objects comes to as it is. */
  LogProof there() {
    return there;
  }

  /** The highest resourceVersion that any log knows of. */
  long highest() {
    return highest;
  }

  /** Where the ledger goes on, by the log of objects. */
  OptionalLong nextCommand() {
    return nextCommand;
  }

  /** Whether a record of history says that its object was deleted. */
  static boolean deletes(ConsumerRecord<String, byte[]> record) {
    return Headers.text(record.headers(), Headers.VERB).equals(Fact.Type.DELETED.name());
  }

  private boolean newer(ObjectKey key, ConsumerRecord<String, byte[]> record) {
    boolean older = versions.getOrDefault(key, 0L) < version(record);
    return older && (there.holds(key) || !deletes(record));
  }

  private static long version(ConsumerRecord<String, byte[]> record) {
    try {
      return ObjectRecords.resourceVersion(record);
    } catch (NumberFormatException e) {
      // No ledger wrote it: whatever history has of the object is newer.
      return 0;
    }
  }

  private static Optional<ObjectKey> key(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null || ObjectRecords.isCounter(record.key())) {
      return Optional.empty();
    }
    try {
      return Optional.of(ObjectKey.parse(record.key()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
