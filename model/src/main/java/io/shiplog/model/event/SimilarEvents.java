package io.shiplog.model.event;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds Events that differ in their message alone, as those of a probe whose output varies do. Ten
 * within ten minutes of each other are too many: from then on they are one, combined. Source:
 * client-go {@code tools/record/events_cache.go}, {@code EventAggregator} with its defaults.
 */
final class SimilarEvents {

  private static final int MOST = 10;
  private static final Duration TOGETHER = Duration.ofMinutes(10);

  private record Seen(Set<String> messages, Instant last) {}

  private final RecentlyUsed<Seen> seen = new RecentlyUsed<>();

  /**
   * Notes one more.
   *
   * @param key what similar Events have in common
   * @return whether it is one of too many
   */
  boolean tooMany(String key, String message, Instant now) {
    Seen before = seen.get(key);
    boolean goesOn = before != null && !before.last.plus(TOGETHER).isBefore(now);
    Set<String> messages = goesOn ? before.messages : new LinkedHashSet<>();
    messages.add(message);
    seen.put(key, new Seen(messages, now));
    if (messages.size() < MOST) {
      return false;
    }
    messages.remove(messages.iterator().next());
    return true;
  }
}
