package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.CountedRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.LogProof;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * A ledger's state from the records of {@code objects}. Of each object the last record says it all,
 * so those that it supersedes are dropped unparsed.
 *
 * <p>What the ledger cannot have written is passed over ({@link CountedRecords}). A record that
 * cannot be read says that there is an object, and no more.
 */
public final class StateRecords {

  private final ObjectRecords records;
  private static final Logger LOG = Logger.getLogger(StateRecords.class);

  private final Map<String, Last> last = new LinkedHashMap<>();
  private final Map<String, String> unknown = new LinkedHashMap<>();
  private final CountedRecords counting = new CountedRecords(this::take);
  private final LogProof proof = new LogProof();
  private long resourceVersion;
  private long counted;
  private OptionalLong nextCommand = OptionalLong.empty();
  private Attempts attempts = Attempts.NONE;

  private record Last(long resourceVersion, String place, WrittenObject object) {}

  public StateRecords(SecretSeal seal) {
    this.records = new ObjectRecords(seal);
  }

  /**
   * Takes in one record; they come in order.
   *
   * @throws BrokenStateException if it is a bookkeeping record that cannot be: one that cannot be
   *     read, or whose counter went back. Where the state ends is not known then
   */
  public void add(ConsumerRecord<String, byte[]> record) {
    counting.add(record);
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    prove(record);
    if (record.key() == null) {
      LOG.errorf("%s has no key; it is nobody's and passed over", CountedRecords.place(record));
    } else if (ObjectRecords.isCounter(record.key())) {
      count(record);
    } else {
      takeObject(record);
    }
  }

  private void prove(ConsumerRecord<String, byte[]> record) {
    try {
      proof.read(record);
    } catch (IllegalArgumentException e) {
      throw bookkeeping(record, e);
    }
  }

  private void count(ConsumerRecord<String, byte[]> record) {
    long version;
    try {
      version = ObjectRecords.resourceVersion(record);
      nextCommand = ObjectRecords.nextCommand(record);
      attempts = Attempts.parse(Headers.text(record.headers(), Headers.ATTEMPTS));
    } catch (IllegalArgumentException e) {
      throw bookkeeping(record, e);
    }
    if (version < counted) {
      throw new BrokenStateException(
          "%s says resourceVersion %d, and one before it said %d: no ledger wrote that"
              .formatted(CountedRecords.place(record), version, counted));
    }
    counted = version;
    resourceVersion = Math.max(resourceVersion, version);
  }

  private static BrokenStateException bookkeeping(
      ConsumerRecord<String, byte[]> record, IllegalArgumentException why) {
    return new BrokenStateException(
        CountedRecords.place(record)
            + " is the ledger's bookkeeping and cannot be read: "
            + why.getMessage(),
        why);
  }

  private void takeObject(ConsumerRecord<String, byte[]> record) {
    String key = record.key();
    try {
      long version = ObjectRecords.resourceVersion(record);
      resourceVersion = Math.max(resourceVersion, version);
      last.remove(key);
      unknown.remove(key);
      if (record.value() != null) {
        last.put(
            key, new Last(version, CountedRecords.place(record), records.object(record.value())));
      }
    } catch (IllegalArgumentException e) {
      last.remove(key);
      unknown.put(key, unreadable(key, CountedRecords.place(record), e));
    }
  }

  /**
   * The state that the records make.
   *
   * @throws BrokenStateException if it is not what the ledger said last that it is
   */
  public LedgerState state() {
    counting.end();
    LedgerState state = new LedgerState();
    last.forEach(
        (key, one) -> {
          try {
            state.replay(fact(key, one), one.object());
          } catch (IllegalArgumentException e) {
            unknown.put(key, unreadable(key, one.place(), e));
          }
        });
    unknown.forEach(
        (key, why) -> {
          LOG.errorf("%s; no command about it is decided but its deletion", why);
          replayUnknown(state, key, why);
        });
    proof
        .disagreement(unknown.size())
        .ifPresent(
            what -> {
              throw new BrokenStateException("the log of objects is not whole: " + what);
            });
    state.replayCounter(resourceVersion);
    return state;
  }

  private static void replayUnknown(LedgerState state, String key, String why) {
    ObjectKey parsed;
    try {
      parsed = ObjectKey.parse(key);
    } catch (IllegalArgumentException e) {
      LOG.debugf(e, "no command can be about %s", key);
      return;
    }
    state.replayUnknown(parsed, why);
  }

  /**
   * The offset in {@code commands} of the first command that no committed record follows from;
   * empty where the ledger left its position with its group alone, as it once did.
   */
  public OptionalLong nextCommand() {
    return nextCommand;
  }

  /** What the records come to, for whoever goes on from them. */
  LogProof proof() {
    return proof;
  }

  /** What was begun at {@link #nextCommand} and came to nothing. */
  Attempts attempts() {
    return attempts;
  }

  private static Fact fact(String key, Last one) {
    KubeObject object = one.object().unmanaged();
    return new Fact(
        Fact.Type.MODIFIED, ObjectKey.parse(key), one.resourceVersion(), object, "", "");
  }

  private static String unreadable(String key, String place, IllegalArgumentException why) {
    return "object %s is there and cannot be read (%s): %s".formatted(key, place, why.getMessage());
  }
}
