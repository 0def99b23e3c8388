package io.shiplog.registry.decide;

import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Services with many endpoints are brought up to date once a second and not with every pod: each
 * time costs as much as there are endpoints, and a roll-out changes all of them.
 */
final class LargeServices {

  /** From how many endpoints on a Service is large: where one slice does not hold them. */
  static final int LARGE = SlicePlan.MAX_ENDPOINTS + 1;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<ObjectKey, Instant> pausedUntil = new HashMap<>();
  private final Set<ObjectKey> postponed = new TreeSet<>();

  /** Notes that a Service was brought up to date. */
  void reconciled(ObjectKey service, int endpoints, Instant now) {
    postponed.remove(service);
    if (endpoints >= LARGE) {
      pausedUntil.put(service, now.plus(PAUSE));
    } else {
      pausedUntil.remove(service);
    }
  }

  /** Whether a change of a Service's endpoints is to wait; it is then remembered. */
  boolean postpones(ObjectKey service, Instant now) {
    boolean waits = now.isBefore(pausedUntil.getOrDefault(service, Instant.MIN));
    if (waits) {
      postponed.add(service);
    }
    return waits;
  }

  /** The Services whose changes have waited long enough. */
  Set<ObjectKey> due(Instant now) {
    Set<ObjectKey> due = new TreeSet<>(postponed);
    due.removeIf(service -> now.isBefore(pausedUntil.getOrDefault(service, Instant.MIN)));
    postponed.removeAll(due);
    return due;
  }
}
