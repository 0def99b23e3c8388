package io.shiplog.ledger.runtime;

import io.shiplog.ledger.decide.LedgerState;
import io.shiplog.topics.LogProof;
import java.util.OptionalLong;

/**
 * What the log says of a shard to whoever begins to lead it.
 *
 * @param ledger the state that all committed facts make
 * @param nextCommand the offset in {@code commands} from which to go on; empty where the log does
 *     not say it
 * @param once what became of the commands that are decided once
 * @param attempts what starts from there came to nothing
 * @param proof what the objects' records come to
 */
public record ShardState(
    LedgerState ledger,
    OptionalLong nextCommand,
    DecidedOnce once,
    Attempts attempts,
    LogProof proof) {

  /**
   * What these records make.
   *
   * @throws BrokenStateException if they are not all that the ledger wrote
   */
  public static ShardState of(StateRecords records) {
    return new ShardState(
        records.state(),
        records.nextCommand(),
        new DecidedOnce(),
        records.attempts(),
        records.proof());
  }
}
