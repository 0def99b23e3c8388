package io.shiplog.controller;

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
final class Pacing {

  /** Up to so many members every change is looked at. */
  static final int SMALL = 100;

  private static final Duration REST_PER_MEMBER = Duration.ofNanos(100_000);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private final Map<Item, Instant> restsUntil = new HashMap<>();

  /** Notes that a thing of so many members was looked at. */
  void looked(Item item, int members, Instant now) {
    Duration rest = members <= SMALL ? Duration.ZERO : REST_PER_MEMBER.multipliedBy(members);
    rest(item, rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest, now);
  }

  /** Notes that a thing was looked at, and is to rest for so long; zero is not at all. */
  void rest(Item item, Duration pause, Instant now) {
    if (pause.isZero()) {
      restsUntil.remove(item);
    } else {
      restsUntil.put(item, now.plus(pause));
    }
  }

  /** When it may be looked at next: now or later. */
  Instant next(Item item, Instant now) {
    Instant until = restsUntil.getOrDefault(item, now);
    return until.isAfter(now) ? until : now;
  }
}
