package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.CountedRecords;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fills an empty store, of which nobody has seen anything yet, with a backlog for each shard. */
final class FirstReading implements CatchUp {

  private final HeapNeed need = new HeapNeed(Runtime.getRuntime().maxMemory());
  private final List<Backlog> shards;
  private final List<CountedRecords> counting;

  FirstReading(LogApplier applier, long since) {
    this.shards =
        IntStream.range(0, Catalogue.SHARDS)
            .mapToObj(
                shard ->
                    new Backlog(
                        applier, ObjectStore.WINDOW_EVENTS, ObjectStore.WINDOW_BYTES, since, need))
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
      counting.get(shard).end();
      shards.get(shard).apply(shard);
    }
  }
}
