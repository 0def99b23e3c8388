package io.shiplog.deployment.decide.replicaset;

import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names of pods that went a short while ago: people take a pod of the same name for the same
 * pod. Forgetting them, as a restart does, is harmless.
 */
final class RecentNames {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<ObjectKey, Instant> gone = new LinkedHashMap<>();

  void gone(ObjectKey pod, Instant now) {
    gone.remove(pod);
    gone.put(pod, now);
    Iterator<Instant> oldest = gone.values().iterator();
    while (oldest.hasNext() && oldest.next().plus(KEPT).isBefore(now)) {
      oldest.remove();
    }
  }

  boolean has(ObjectKey pod, Instant now) {
    Instant at = gone.get(pod);
    return at != null && !at.plus(KEPT).isBefore(now);
  }
}
