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
 * had time to become a fact.
 */
final class Writes {

  static final WriteOptions OPTIONS = WriteOptions.by("endpointslice-controller");

  private static final UserInfo USER = UserInfo.controller("endpointslice-controller");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<ObjectKey, Pending> pending = new HashMap<>();

  private record Pending(ObjectKey service, Operation operation, Instant until) {}

  /** Asks for a write, unless this very one was asked for a moment ago. */
  void ask(ObjectKey service, Operation operation, Instant now, List<Effect> effects) {
    Pending earlier = pending.get(operation.key());
    if (earlier != null && earlier.operation().equals(operation) && now.isBefore(earlier.until())) {
      return;
    }
    pending.put(operation.key(), new Pending(service, operation, now.plus(PATIENCE)));
    effects.add(Effect.Write.of(USER, operation));
  }

  /** The Services whose writes have had their time: they are to be looked at again. */
  Set<ObjectKey> overdue(Instant now) {
    Set<ObjectKey> services = new TreeSet<>();
    pending
        .values()
        .removeIf(
            write -> {
              boolean over = !write.until().isAfter(now);
              if (over) {
                services.add(write.service());
              }
              return over;
            });
    return services;
  }
}
