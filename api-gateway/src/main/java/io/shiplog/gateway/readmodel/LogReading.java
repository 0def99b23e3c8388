package io.shiplog.gateway.readmodel;

import io.shiplog.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One reading of the log from its beginning on: first what is there, then what comes. Whoever
 * drives it has the consumer, the thread and the clock; here is what becomes of the records. Not
 * thread-safe.
 */
public final class LogReading {

  private final LogApplier applier;
  private final CatchUp catchUp;
  private boolean following;

  /**
   * Begins, for the first time or once more.
   *
   * @param since compaction may have taken records before this time, in milliseconds since 1970
   */
  public LogReading(LogApplier applier, long since) {
    this.applier = applier;
    this.catchUp = applier.begin(since);
  }

  /** Takes the next record of a partition of {@code objects} or {@code outcomes} in. */
  public void take(ConsumerRecord<String, byte[]> record) {
    if (following || record.topic().equals(Topics.OUTCOMES)) {
      applier.apply(record);
    } else {
      catchUp.add(record);
    }
  }

  /**
   * Sees whether what was there when reading began fits into the heap.
   *
   * @param read how much of it is read, from 0 to 1
   * @throws HeapTooSmallException if it does not
   */
  void check(double read) {
    catchUp.check(read);
  }

  /**
   * All objects that were there when reading began have been taken in: the store holds them from
   * now on, and every further record is applied as it comes.
   */
  public void follow() {
    catchUp.finish();
    applier.follow();
    following = true;
  }
}
