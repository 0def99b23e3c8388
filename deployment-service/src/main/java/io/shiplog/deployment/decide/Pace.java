package io.shiplog.deployment.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How often large things are looked at. A look at a thing of many members costs as much as it has
 * members, and each of them changes several times when all of them do: looked at with every change,
 * a thing of thousands would take all time there is. So it rests after a look, for as long as keeps
 * the looks to a few hundredths of the time.
 */
final class Pace {

  /** Up to so many members every change is looked at. */
  static final int SMALL = 100;

  private static final Duration REST_PER_MEMBER = Duration.ofNanos(100_000);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private final Map<Agenda.Item, Instant> restsUntil = new HashMap<>();

  /** Notes that a thing of so many members was looked at. */
  void looked(Agenda.Item item, int members, Instant now) {
    if (members <= SMALL) {
      restsUntil.remove(item);
      return;
    }
    Duration rest = REST_PER_MEMBER.multipliedBy(members);
    restsUntil.put(item, now.plus(rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest));
  }

  /** When it may be looked at next: now or later. */
  Instant next(Agenda.Item item, Instant now) {
    Instant until = restsUntil.getOrDefault(item, now);
    return until.isAfter(now) ? until : now;
  }
}
