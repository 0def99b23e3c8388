package io.shiplog.topics.streams;

/**
 * Tells where the records end that came together, so that a reactor can work once for all of them
 * ({@link io.shiplog.model.reconcile.Reactor#settled}). Streams hands records over one by one and
 * does not say.
 */
@FunctionalInterface
public interface PollEnds {

  /** Every record comes alone. */
  PollEnds EACH = (shard, offset) -> true;

  /**
   * Whether nothing that came together with a record follows it.
   *
   * @param shard the partition of {@code objects}
   * @param offset the record's
   */
  boolean at(int shard, long offset);
}
