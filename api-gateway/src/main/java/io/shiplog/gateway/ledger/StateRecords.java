package io.shiplog.gateway.ledger;

import io.shiplog.gateway.decide.LedgerState;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A ledger's state from the records of {@code objects}. Of each object the last record says it all,
 * so those that it supersedes are dropped unparsed.
 */
public final class StateRecords {

  private final ObjectRecords records;
  private final Map<String, Last> last = new LinkedHashMap<>();
  private long resourceVersion;
  private OptionalLong nextCommand = OptionalLong.empty();
  private Attempts attempts = Attempts.NONE;

  private record Last(long resourceVersion, long offset, WrittenObject object) {}

  public StateRecords(SecretSeal seal) {
    this.records = new ObjectRecords(seal);
  }

  /**
   * Takes in one record; they come in order.
   *
   * @throws IllegalArgumentException if the object cannot be opened; naming it
   */
  public void add(ConsumerRecord<String, byte[]> record) {
    long version = ObjectRecords.resourceVersion(record);
    resourceVersion = Math.max(resourceVersion, version);
    String key = record.key();
    if (key == null) {
      return;
    }
    if (ObjectRecords.isCounter(key)) {
      nextCommand = ObjectRecords.nextCommand(record);
      attempts = Attempts.parse(Headers.text(record.headers(), Headers.ATTEMPTS));
      return;
    }
    last.remove(key);
    if (record.value() != null) {
      long offset = record.offset();
      WrittenObject object = named(key, offset, () -> records.object(record.value()));
      last.put(key, new Last(version, offset, object));
    }
  }

  /**
   * The state that the records make.
   *
   * @throws IllegalArgumentException if an object cannot be read; naming it
   */
  public LedgerState state() {
    LedgerState state = new LedgerState();
    last.forEach(
        (key, one) -> {
          Fact fact = named(key, one.offset(), () -> fact(key, one));
          state.replay(fact, one.object());
        });
    state.replayCounter(resourceVersion);
    return state;
  }

  /**
   * The offset in {@code commands} of the first command that no committed record follows from;
   * empty where the ledger left its position with its group alone, as it once did.
   */
  public OptionalLong nextCommand() {
    return nextCommand;
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

  private static <T> T named(String key, long offset, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the object "
              + key
              + " at offset "
              + offset
              + " of "
              + Topics.OBJECTS
              + " cannot be read: "
              + e.getMessage(),
          e);
    }
  }
}
