package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.CountedRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fills an empty store, of which nobody has seen anything yet, with a backlog for each shard. */
final class FirstReading implements CatchUp {

  /** How many bytes of a shard's recent records are applied one by one. */
  private static final long RECENT_BYTES = WindowBounds.USUAL.bytes() / Catalogue.SHARDS;

  private final LogApplier applier;
  private final HeapNeed need;
  private final List<Backlog> shards;
  private final List<CountedRecords> counting;

  FirstReading(LogApplier applier, long since, long heap) {
    this.applier = applier;
    this.need = new HeapNeed(heap);
    this.shards =
        IntStream.range(0, Catalogue.SHARDS)
            .mapToObj(
                shard ->
                    new Backlog(applier, WindowBounds.USUAL.events(), RECENT_BYTES, since, need))
            .toList();
    this.counting = shards.stream().map(backlog -> new CountedRecords(backlog::add)).toList();
  }

  @Override
  public void add(ConsumerRecord<String, byte[]> record) {
    counting.get(record.partition()).add(record);
  }

  @Override
  public void check(double read) {
    need.check(read);
  }

  @Override
  public void finish() {
    for (int shard = 0; shard < shards.size(); shard++) {
      var open = counting.get(shard).takeOpen();
      shards.get(shard).apply(shard);
      // Of a transaction that goes on behind where this reading ends: as it would come next.
      open.forEach(applier::apply);
    }
  }
}
