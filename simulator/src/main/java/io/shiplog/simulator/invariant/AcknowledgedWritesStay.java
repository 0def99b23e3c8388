package io.shiplog.simulator.invariant;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Outcome;
import io.shiplog.model.command.Outcome.OperationResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an outcome says was written stands in {@code objects}, at that resourceVersion, by that
 * command; and nothing stands there that no outcome says.
 */
public final class AcknowledgedWritesStay implements Invariant {

  private record Place(int shard, long resourceVersion) {}

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    Map<Place, Written> written = new HashMap<>();
    for (Written one : evidence.news()) {
      written.put(new Place(one.shard(), one.resourceVersion()), one);
    }
    for (Answer answer : evidence.answers()) {
      Optional<String> broken = check(evidence, answer.shard(), answer.outcome(), written);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return written.isEmpty()
        ? Optional.empty()
        : Optional.of("no outcome speaks of " + written.values().iterator().next());
  }

  /** Finds what an outcome speaks of, and takes it out of what was written. */
  private static Optional<String> check(
      Evidence evidence, int shard, Outcome outcome, Map<Place, Written> written) {
    if (outcome.result() != Outcome.Result.ACCEPTED) {
      return Optional.empty();
    }
    for (OperationResult result : outcome.results()) {
      Written one = written.remove(new Place(shard, result.resourceVersion()));
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
}
