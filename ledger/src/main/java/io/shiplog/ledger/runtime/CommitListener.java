package io.shiplog.ledger.runtime;

import io.shiplog.model.WrittenObject;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import java.util.List;

/**
 * Hears what a ledger of this process has committed, once Kafka has promised to keep it: a
 * transaction that the coordinator has accepted is never undone, though it takes a moment until
 * readers of committed records are shown it.
 */
@FunctionalInterface
public interface CommitListener {

  /** Nobody listens. */
  CommitListener NOBODY = (shard, decided) -> {};

  /**
   * A batch was committed. Called on a thread of the ledger's, which waits; batches of a shard come
   * in the order of the log, but not all of them if the shard is led elsewhere for a while.
   */
  void committed(int shard, List<Decided> decided);

  /**
   * What one command led to.
   *
   * @param written the facts, in order
   * @param outcome what its author is told
   */
  record Decided(List<Written> written, Outcome outcome) {}

  /** A fact, and its object as it was written. */
  record Written(Fact fact, WrittenObject object) {}
}
