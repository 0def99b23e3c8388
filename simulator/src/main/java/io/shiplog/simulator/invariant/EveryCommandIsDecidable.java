package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.command.Outcome;
import io.shiplog.simulator.VirtualPartition;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.Optional;

/** The ledger can decide whatever it is asked: no outcome speaks of an error of its own. */
public final class EveryCommandIsDecidable implements Invariant {

  private static final int INTERNAL = 500;

  private final ObjectRecords records = new ObjectRecords(new SecretSeal(new byte[32]));
  private final int[] read = new int[Catalogue.SHARDS];

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      VirtualPartition outcomes = evidence.log().partition(Topics.OUTCOMES, shard);
      for (; read[shard] < outcomes.end(); read[shard]++) {
        Outcome outcome = records.readOutcome(outcomes.all().get(read[shard]).value());
        if (outcome.status() != null && outcome.status().code() >= INTERNAL) {
          return Optional.of("command " + outcome.commandId() + ": " + outcome.status());
        }
      }
    }
    return Optional.empty();
  }
}
