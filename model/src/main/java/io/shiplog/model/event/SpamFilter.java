package io.shiplog.model.event;

import java.time.Duration;
import java.time.Instant;

/**
 * Bounds how often one writer tells of one object: 25 times at once, and once more every five
 * minutes. Source: client-go {@code tools/record/events_cache.go}, {@code
 * EventSourceObjectSpamFilter} with its defaults.
 */
final class SpamFilter {

  private static final double BURST = 25;
  private static final double MILLIS_EACH = Duration.ofMinutes(5).toMillis();

  private record Bucket(double tokens, Instant at) {}

  private final RecentlyUsed<Bucket> buckets = new RecentlyUsed<>();

  /** Takes a token; false if there is none left for that object. */
  boolean pass(String key, Instant now) {
    Bucket before = buckets.get(key);
    double tokens = BURST;
    if (before != null) {
      long passed = Math.max(0, Duration.between(before.at, now).toMillis());
      tokens = Math.min(BURST, before.tokens + passed / MILLIS_EACH);
    }
    boolean pass = tokens >= 1;
    buckets.put(key, new Bucket(pass ? tokens - 1 : tokens, now));
    return pass;
  }
}
