package io.shiplog.scheduler.decide;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What pods were told that fit nowhere, within one round: a pod just like one of them, as the
 * replicas of one owner are, fits nowhere either. In a full cluster this is most of the work.
 */
final class EquivalenceCache {

  private record Entry(PodInfo pod, Placement.Nowhere answer) {}

  private final Map<String, Entry> byOwner = new HashMap<>();

  /** What a pod just like this one was told; empty where none was refused. */
  Optional<Placement> of(PodInfo pod) {
    Entry last = byOwner.get(pod.owner());
    return last != null && alike(last.pod(), pod) ? Optional.of(last.answer()) : Optional.empty();
  }

  private static boolean alike(PodInfo one, PodInfo other) {
    return one.namespace().equals(other.namespace())
        && one.labels().equals(other.labels())
        && one.pod().spec().equals(other.pod().spec());
  }

  void add(PodInfo pod, Placement.Nowhere answer) {
    byOwner.put(pod.owner(), new Entry(pod, answer));
  }

  /** A pod was placed: others may want to be beside it. */
  void clear() {
    byOwner.clear();
  }
}
