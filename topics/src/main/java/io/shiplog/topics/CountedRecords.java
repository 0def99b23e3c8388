package io.shiplog.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * The records of a partition of {@code objects} that the ledger can have written. What is between
 * two bookkeeping records is what transactions wrote that the second one ends, and no record of it
 * can be beyond the counter that the second one says; where the ledger keeps its position (ADR 22),
 * nothing of it comes behind the last one. What is beyond is passed over and told. Not thread-safe.
 */
public final class CountedRecords {

  private static final Logger LOG = Logger.getLogger(CountedRecords.class);

  private final Consumer<ConsumerRecord<String, byte[]>> accepted;
  private final List<ConsumerRecord<String, byte[]>> open = new ArrayList<>();
  private long bound = Long.MAX_VALUE;

  /**
   * A filter.
   *
   * @param accepted takes what passes, in order; among it what has no key, and what has headers
   *     that cannot be read
   */
  public CountedRecords(Consumer<ConsumerRecord<String, byte[]>> accepted) {
    this.accepted = accepted;
  }

  /** The next record; it may be handed on later. */
  public void add(ConsumerRecord<String, byte[]> record) {
    open.add(record);
    if (record.key() == null || !ObjectRecords.isCounter(record.key())) {
      return;
    }
    try {
      long counted = ObjectRecords.resourceVersion(record);
      boolean last = ObjectRecords.nextCommand(record).isPresent();
      close(counted);
      bound = last ? counted : Long.MAX_VALUE;
    } catch (NumberFormatException e) {
      LOG.errorf("the headers of %s cannot be read: %s", place(record), e.getMessage());
      close(Long.MAX_VALUE);
    }
  }

  /** All records have come: hands on the rest. */
  public void end() {
    close(bound);
  }

  /**
   * What no bookkeeping record has ended yet, in order: a transaction that was read in part, or
   * what is not the ledger's. It is not handed on.
   */
  public List<ConsumerRecord<String, byte[]>> takeOpen() {
    List<ConsumerRecord<String, byte[]>> rest = List.copyOf(open);
    open.clear();
    return rest;
  }

  private void close(long most) {
    for (ConsumerRecord<String, byte[]> record : open) {
      if (within(record, most)) {
        accepted.accept(record);
      }
    }
    open.clear();
  }

  /** Whether a ledger that had come so far can have written it; says so where it cannot. */
  public static boolean within(ConsumerRecord<String, byte[]> record, long most) {
    long version;
    try {
      version = ObjectRecords.resourceVersion(record);
    } catch (NumberFormatException e) {
      LOG.debugf(e, "left to who reads %s", place(record));
      return true;
    }
    if (version > most) {
      LOG.errorf(
          "%s (%s) says resourceVersion %d, and the ledger had come to %d: it is not the ledger's"
              + " and passed over",
          place(record), record.key(), version, most);
    }
    return version <= most;
  }

  /** Where a record lies, in words. */
  public static String place(ConsumerRecord<String, byte[]> record) {
    return "record %s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
  }
}
