package io.shiplog.simulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One partition. Compaction hides records from readers, as it does in Kafka; whoever checks the
 * history still sees all of them.
 */
public final class VirtualPartition {

  private final List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
  private final BitSet compactedAway = new BitSet();
  private long completeSince = Long.MIN_VALUE;

  void add(ConsumerRecord<String, byte[]> record) {
    all.add(record);
  }

  /** The offset that the next record gets. */
  public int end() {
    return all.size();
  }

  /** Every record that was ever written, by offset. */
  public List<ConsumerRecord<String, byte[]>> all() {
    return all;
  }

  /** Whether readers are still shown a record. */
  public boolean holds(int offset) {
    return !compactedAway.get(offset);
  }

  /**
   * Compaction has taken no record that is as young as this, in milliseconds since 1970: what Kafka
   * promises by {@code min.compaction.lag.ms}.
   */
  long completeSince() {
    return completeSince;
  }

  /** Up to so many records from a position on, without those that were compacted away. */
  public List<ConsumerRecord<String, byte[]>> read(int position, int most) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    for (int offset = compactedAway.nextClearBit(position);
        offset < all.size() && records.size() < most;
        offset = compactedAway.nextClearBit(offset + 1)) {
      records.add(all.get(offset));
    }
    return records;
  }

  /** Where to read on after these records: behind the last, or at the end if there was none. */
  public int after(List<ConsumerRecord<String, byte[]>> records) {
    return records.isEmpty() ? end() : (int) records.getLast().offset() + 1;
  }

  /**
   * Keeps the latest record of each key only, below the offset that every reader who runs has
   * reached: Kafka leaves alone what is younger than {@code min.compaction.lag.ms}. Tombstones are
   * kept for longer ({@code delete.retention.ms}).
   *
   * @param readByRunning the first offset that somebody who runs has not read
   * @param tombstonesTo the first offset from which on tombstones are kept
   */
  void compact(int readByRunning, int tombstonesTo) {
    Map<String, Integer> latest = new HashMap<>();
    for (int offset = 0; offset < Math.min(readByRunning, all.size()); offset++) {
      ConsumerRecord<String, byte[]> record = all.get(offset);
      completeSince = Math.max(completeSince, record.timestamp() + 1);
      Integer before = latest.put(record.key(), offset);
      if (before != null) {
        compactedAway.set(before);
      }
    }
    for (int offset : latest.values()) {
      if (offset < tombstonesTo && all.get(offset).value() == null) {
        compactedAway.set(offset);
      }
    }
  }
}
