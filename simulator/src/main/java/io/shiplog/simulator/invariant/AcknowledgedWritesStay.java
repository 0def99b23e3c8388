package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Outcome.OperationResult;
import io.shiplog.simulator.VirtualPartition;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an outcome says was written stands in {@code objects}, at that resourceVersion, by that
 * command; and nothing stands there that no outcome says.
 */
public final class AcknowledgedWritesStay implements Invariant {

  private final ObjectRecords records = new ObjectRecords(new SecretSeal(new byte[32]));
  private final int[] read = new int[Catalogue.SHARDS];

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    Map<String, Written> written = new HashMap<>();
    for (Written one : evidence.news()) {
      written.put(one.shard() + "@" + one.resourceVersion(), one);
    }
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      for (Outcome outcome : newOutcomes(evidence, shard)) {
        Optional<String> broken = check(evidence, shard, outcome, written);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return written.isEmpty()
        ? Optional.empty()
        : Optional.of("no outcome speaks of " + written.values().iterator().next());
  }

  /** Finds what an outcome speaks of, and takes it out of what was written. */
  private static Optional<String> check(
      Evidence evidence, int shard, Outcome outcome, Map<String, Written> written) {
    if (outcome.result() != Outcome.Result.ACCEPTED) {
      return Optional.empty();
    }
    for (OperationResult result : outcome.results()) {
      Written one = written.remove(shard + "@" + result.resourceVersion());
      boolean exists = evidence.told(shard).get(result.key()).isPresent();
      if (!matches(one, outcome, result, exists)) {
        return Optional.of(
            "command "
                + outcome.commandId()
                + " was told that "
                + result.key()
                + " was written at "
                + result.resourceVersion()
                + ", the log has "
                + one);
      }
    }
    return Optional.empty();
  }

  /** An operation of a larger command may have changed nothing: then the object is as it was. */
  private static boolean matches(
      Written one, Outcome outcome, OperationResult result, boolean exists) {
    if (one == null) {
      return exists && outcome.results().size() > 1;
    }
    ObjectKey key = one.key();
    return key.equals(result.key())
        && one.commandId().equals(outcome.commandId())
        && (one.after() == null) == result.deleted();
  }

  private List<Outcome> newOutcomes(Evidence evidence, int shard) {
    VirtualPartition outcomes = evidence.log().partition(Topics.OUTCOMES, shard);
    List<Outcome> fresh = new ArrayList<>();
    for (; read[shard] < outcomes.end(); read[shard]++) {
      fresh.add(records.readOutcome(outcomes.all().get(read[shard]).value()));
    }
    return fresh;
  }
}
