package io.shiplog.gateway.readmodel;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of the records of {@code objects} that were there when reading began. */
interface CatchUp {

  /** Takes the next record of a shard in. */
  void add(ConsumerRecord<String, byte[]> record);

  /**
   * Sees whether what is taken in fits into the heap.
   *
   * @param read how much of the log is read, from 0 to 1
   * @throws HeapTooSmallException if it does not
   */
  default void check(double read) {}

  /** All have been taken in: the store is to hold them now. */
  void finish();
}
