package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Goes through the log once more, with watchers there: whatever is not known yet is applied as it
 * comes, for they are to be told of all of it. What the log no longer knows went unheard, its
 * tombstone compacted away.
 */
final class NextReading implements CatchUp {

  private final LogApplier applier;
  private final long since;
  private final boolean[] complete = new boolean[Catalogue.SHARDS];
  private final List<Set<String>> keys =
      IntStream.range(0, Catalogue.SHARDS).<Set<String>>mapToObj(shard -> new HashSet<>()).toList();

  NextReading(LogApplier applier, long since) {
    this.applier = applier;
    this.since = since;
  }

  @Override
  public void add(ConsumerRecord<String, byte[]> record) {
    if (record.timestamp() >= since) {
      becomeComplete(record.partition());
    }
    if (record.value() == null) {
      keys.get(record.partition()).remove(record.key());
    } else {
      keys.get(record.partition()).add(record.key());
    }
    applier.apply(record);
  }

  @Override
  public void finish() {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      becomeComplete(shard);
      applier.keep(shard, keys.get(shard));
    }
  }

  /** Lets go, once, of a shard's events that are too old to be complete. */
  private void becomeComplete(int shard) {
    if (!complete[shard]) {
      complete[shard] = true;
      applier.forgetEvents(shard);
    }
  }
}
