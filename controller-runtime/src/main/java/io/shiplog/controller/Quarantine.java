package io.shiplog.controller;

import io.shiplog.model.reconcile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a controller threw. Such a key is left alone for a while, each time twice as long, and
 * nothing else is held up by it. A change that could not be taken in is kept, to be told again.
 */
final class Quarantine {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /**
   * A key at which a controller threw.
   *
   * @param pause how long it rests
   * @param until when that is over
   * @param untold the change that it threw at; null where it threw when it looked
   */
  private record Held(Duration pause, Instant until, Change untold) {}

  private final Map<Item, Held> held = new HashMap<>();

  /**
   * Notes that a controller threw.
   *
   * @param untold the change that it threw at; null where it threw when it looked
   * @return how long the key is left alone
   */
  Duration failed(Item item, Change untold, Instant now) {
    Held before = held.get(item);
    Duration doubled = before == null ? FIRST : before.pause.multipliedBy(2);
    Duration pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    Change first = before == null || before.untold == null ? untold : before.untold;
    held.put(item, new Held(pause, now.plus(pause), first));
    return pause;
  }

  /** Until when the key is to be left alone; empty where it is not. */
  Optional<Instant> until(Item item, Instant now) {
    return Optional.ofNullable(held.get(item)).map(Held::until).filter(end -> end.isAfter(now));
  }

  /** The change of this key that the controller has not taken in yet. */
  Optional<Change> untold(Item item) {
    return Optional.ofNullable(held.get(item)).map(Held::untold);
  }

  /** Notes that the controller did not throw. */
  void passed(Item item) {
    held.remove(item);
  }
}
