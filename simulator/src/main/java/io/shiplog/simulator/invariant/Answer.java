package io.shiplog.simulator.invariant;

import io.shiplog.model.command.Outcome;

/**
 * One record of {@code outcomes}, read.
 *
 * @param writer who wrote it
 */
public record Answer(int shard, String writer, Outcome outcome) {

  /** Whether a ledger says so; the gateway answers what never became a command. */
  public boolean byLedger() {
    return writer.startsWith("ledger");
  }
}
