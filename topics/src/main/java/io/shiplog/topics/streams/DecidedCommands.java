package io.shiplog.topics.streams;

import io.shiplog.topics.ObjectRecords;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How far in {@code commands} the ledger has come, as the records of {@code objects} tell it.
 *
 * <p>A service that starts must not decide while its predecessor's last commands wait: it would not
 * see what they lead to, and a scheduler would give away the same room again.
 */
public final class DecidedCommands {

  private OptionalLong next = OptionalLong.empty();

  /** Takes in one record; they come in order. */
  public void take(ConsumerRecord<String, byte[]> record) {
    if (record.key() != null && ObjectRecords.isCounter(record.key())) {
      next = ObjectRecords.nextCommand(record);
    }
  }

  /**
   * Whether commands before this offset wait to be decided, as far as the records tell: some do not
   * tell anything, of a log in which nothing was decided yet or whose ledger is one of former
   * times.
   */
  public boolean waitBefore(long offset) {
    return next.isPresent() && next.getAsLong() < offset;
  }
}
