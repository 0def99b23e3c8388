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

  /** What was ever written. */
  private final Map<Place, ObjectKey> versions = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    Map<Place, Written> written = new HashMap<>();
    for (Written one : evidence.news()) {
      Place place = new Place(one.shard(), one.resourceVersion());
      written.put(place, one);
      versions.put(place, one.key());
    }
    for (Answer answer : evidence.answers()) {
      Optional<String> broken = check(answer.shard(), answer.outcome(), written);
      if (broken.isPresent()) {
        return broken;
      }
    }
    return written.isEmpty()
        ? Optional.empty()
        : Optional.of("no outcome speaks of " + written.values().iterator().next());
  }

  /** Finds what an outcome speaks of, and takes it out of what was written. */
  private Optional<String> check(int shard, Outcome outcome, Map<Place, Written> written) {
    if (outcome.result() != Outcome.Result.ACCEPTED) {
      return Optional.empty();
    }
    for (OperationResult result : outcome.results()) {
      Place place = new Place(shard, result.resourceVersion());
      Written one = written.remove(place);
      boolean hadIt = result.key().equals(versions.get(place));
      if (!matches(one, outcome, result, hadIt)) {
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

  /** An operation of a larger command may have changed nothing: then it had that version. */
  private static boolean matches(
      Written one, Outcome outcome, OperationResult result, boolean hadIt) {
    if (one == null) {
      return hadIt && outcome.results().size() > 1;
    }
    ObjectKey key = one.key();
    return key.equals(result.key())
        && one.commandId().equals(outcome.commandId())
        && (one.after() == null) == result.deleted();
  }
}
