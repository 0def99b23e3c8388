package io.shiplog.registry.decide;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.reconcile.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The writes on their way. The same write for the same state is not asked for again until it has
 * had time to become a fact; one that is refused again and again is asked for less and less often.
 */
final class Writes {

  static final WriteOptions OPTIONS = WriteOptions.by("endpointslice-controller");

  private static final UserInfo USER = UserInfo.controller("endpointslice-controller");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(5);

  private final Map<ObjectKey, Pending> pending = new HashMap<>();

  /**
   * A write that was asked for.
   *
   * @param patience how long it may take to become a fact
   * @param until when that is over
   * @param over whether it is, and its Service was to be looked at again
   */
  private record Pending(
      ObjectKey service, Operation operation, Duration patience, Instant until, boolean over) {

    Pending ended() {
      return new Pending(service, operation, patience, until, true);
    }
  }

  /** Asks for a write, unless this very one was asked for a moment ago. */
  void ask(ObjectKey service, Operation operation, Instant now, List<Effect> effects) {
    Pending earlier = pending.get(operation.key());
    boolean repeated = earlier != null && earlier.operation().equals(operation);
    if (repeated && now.isBefore(earlier.until())) {
      return;
    }
    Duration patience = repeated ? longer(earlier.patience()) : PATIENCE;
    pending.put(
        operation.key(), new Pending(service, operation, patience, now.plus(patience), false));
    effects.add(Effect.Write.of(USER, operation));
  }

  /**
   * The Services whose writes have had their time: they are to be looked at again. What is not
   * asked for again then has become a fact, or nobody wants it any more.
   */
  Set<ObjectKey> overdue(Instant now) {
    Set<ObjectKey> services = new TreeSet<>();
    pending.values().removeIf(Pending::over);
    pending.replaceAll(
        (key, write) -> {
          if (write.until().isAfter(now)) {
            return write;
          }
          services.add(write.service());
          return write.ended();
        });
    return services;
  }

  private static Duration longer(Duration patience) {
    Duration doubled = patience.multipliedBy(2);
    return doubled.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : doubled;
  }
}
