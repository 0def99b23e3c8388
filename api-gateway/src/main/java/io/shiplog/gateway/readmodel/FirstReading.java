package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.CountedRecords;
import io.shiplog.topics.LogProof;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Fills an empty store, of which nobody has seen anything yet, with a backlog for each shard. */
final class FirstReading implements CatchUp {

  private static final Logger LOG = Logger.getLogger(FirstReading.class);

  /** How many bytes of a shard's recent records are applied one by one. */
  private static final long RECENT_BYTES = WindowBounds.USUAL.bytes() / Catalogue.SHARDS;

  private final LogApplier applier;
  private final HeapNeed need;
  private final List<Backlog> shards;
  private final List<CountedRecords> counting;
  private List<LogProof> proofs =
      IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new LogProof()).toList();

  FirstReading(LogApplier applier, long since, long heap) {
    this.applier = applier;
    this.need = new HeapNeed(heap);
    this.shards =
        IntStream.range(0, Catalogue.SHARDS)
            .mapToObj(
                shard ->
                    new Backlog(applier, WindowBounds.USUAL.events(), RECENT_BYTES, since, need))
            .toList();
    this.counting =
        IntStream.range(0, Catalogue.SHARDS)
            .mapToObj(shard -> new CountedRecords(record -> take(shard, record)))
            .toList();
  }

  @Override
  public void add(ConsumerRecord<String, byte[]> record) {
    counting.get(record.partition()).add(record);
  }

  private void take(int shard, ConsumerRecord<String, byte[]> record) {
    try {
      proofs.get(shard).read(record);
    } catch (IllegalArgumentException e) {
      LOG.errorf("%s proves nothing: %s", CountedRecords.place(record), e.getMessage());
    }
    shards.get(shard).add(record);
  }

  @Override
  public void check(double read) {
    need.check(read);
  }

  /**
   * {@inheritDoc}
   *
   * @throws LogNotWholeException if objects are missing, before any is shown. Whether each of them
   *     is the right one is for the ledger to see, which knows what it can read
   */
  @Override
  public void finish() {
    for (int shard = 0; shard < shards.size(); shard++) {
      var missing = proofs.get(shard).disagreement(Integer.MAX_VALUE);
      if (missing.isPresent()) {
        throw new LogNotWholeException(shard, missing.get());
      }
    }
    proofs = List.of();
    for (int shard = 0; shard < shards.size(); shard++) {
      var open = counting.get(shard).takeOpen();
      shards.get(shard).apply(shard);
      // Of a transaction that goes on behind where this reading ends: as it would come next.
      open.forEach(applier::apply);
    }
  }
}
