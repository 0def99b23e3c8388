package io.shiplog.gateway.readmodel;

import io.shiplog.topics.ObjectRecords;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one shard of {@code objects} held before the read model was there: the recent records, which
 * a watch may be told of again, one by one, and of those before them the last of each object. What
 * a newer one supersedes is dropped unread. Not thread-safe.
 */
final class Backlog {

  private final LogApplier applier;
  private final int maxRecent;
  private final long maxRecentBytes;
  private final long since;
  private final HeapNeed need;
  private final Map<String, Version> older = new LinkedHashMap<>();
  private final Deque<ConsumerRecord<String, byte[]>> recent = new ArrayDeque<>();
  private long recentBytes;
  private long reached;

  /**
   * An empty backlog.
   *
   * @param maxRecent how many recent records are kept at most
   * @param maxRecentBytes and how many bytes of them
   * @param since no older record is recent, in milliseconds since 1970: compaction may have taken
   *     some of its neighbours
   * @param need is told what is held
   */
  Backlog(LogApplier applier, int maxRecent, long maxRecentBytes, long since, HeapNeed need) {
    this.need = need;
    this.applier = applier;
    this.maxRecent = maxRecent;
    this.maxRecentBytes = maxRecentBytes;
    this.since = since;
  }

  /** Takes the next record in. */
  void add(ConsumerRecord<String, byte[]> record) {
    recent.addLast(record);
    recentBytes += weight(record);
    need.held(weight(record));
    boolean incomplete = record.timestamp() < since;
    while (!recent.isEmpty()
        && (incomplete || recent.size() > maxRecent || recentBytes > maxRecentBytes)) {
      ConsumerRecord<String, byte[]> first = recent.removeFirst();
      recentBytes -= weight(first);
      need.dropped(weight(first));
      supersede(first);
    }
  }

  private void supersede(ConsumerRecord<String, byte[]> record) {
    reached = Math.max(reached, ObjectRecords.resourceVersion(record));
    applier
        .version(record)
        .ifPresent(
            version -> {
              Version former = older.remove(record.key());
              if (former != null) {
                need.dropped(former.object().json().length);
              }
              if (version.object() != null) {
                older.put(record.key(), version);
                need.held(version.object().json().length);
              }
            });
  }

  /** Puts all of it into the store. */
  void apply(int shard) {
    older.values().forEach(applier::load);
    older.clear();
    if (!recent.isEmpty()) {
      // What compaction took before the first of them was older than they are.
      reached = Math.max(reached, ObjectRecords.resourceVersion(recent.getFirst()) - 1);
    }
    applier.loaded(shard, reached);
    recent.forEach(applier::apply);
    recent.clear();
  }

  private static long weight(ConsumerRecord<String, byte[]> record) {
    return Math.max(0, record.serializedValueSize());
  }
}
