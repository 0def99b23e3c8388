package io.shiplog.scheduler.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The pods that have no node yet, and when each is to be tried next. A pod that fits nowhere waits
 * longer after every try; something that may help it wakes it, but not within a second of its last.
 */
final class WaitingPods {

  /** The most important first, then the one that waits longest. */
  static final Comparator<PodInfo> ORDER =
      Comparator.comparing(PodInfo::priority, Comparator.reverseOrder())
          .thenComparing(pod -> pod.pod().creationTimestamp().orElse(Instant.EPOCH))
          .thenComparing(PodInfo::key);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(2);

  private final Map<ObjectKey, Entry> entries = new HashMap<>();
  private Instant earliest = Instant.MAX;

  private static final class Entry {
    private PodInfo pod;
    private Instant due;
    private Instant lastTry = Instant.EPOCH;
    private Duration wait = FIRST_WAIT;
    private String said = "";
    private Instant saidAt = Instant.EPOCH;

    Entry(PodInfo pod, Instant due) {
      this.pod = pod;
      this.due = due;
    }
  }

  /** Takes a pod in, to be tried at once; one that waits already is only brought up to date. */
  void add(PodInfo pod, Instant now) {
    Entry entry = entries.get(pod.key());
    if (entry == null || !entry.pod.pod().uid().equals(pod.pod().uid())) {
      entries.put(pod.key(), new Entry(pod, now));
      earliest = now.isBefore(earliest) ? now : earliest;
    } else {
      boolean differs = differs(entry.pod.pod(), pod.pod());
      entry.pod = pod;
      if (differs) {
        wake(entry, now);
      }
    }
  }

  /** Whether a change of the pod may change where it fits; its status does not. */
  private static boolean differs(KubeObject before, KubeObject after) {
    return !before.spec().equals(after.spec())
        || !before.metadata().path("labels").equals(after.metadata().path("labels"));
  }

  void remove(ObjectKey pod) {
    entries.remove(pod);
  }

  /** Something happened that may help the pods of which this is true. */
  void wake(Predicate<PodInfo> helped, Instant now) {
    entries.values().stream().filter(e -> helped.test(e.pod)).forEach(e -> wake(e, now));
  }

  private void wake(Entry entry, Instant now) {
    Instant soonest = entry.lastTry.plus(FIRST_WAIT);
    Instant due = soonest.isAfter(now) ? soonest : now;
    entry.due = due.isBefore(entry.due) ? due : entry.due;
    earliest = entry.due.isBefore(earliest) ? entry.due : earliest;
  }

  /** The pods to try now, in the order of their claims. */
  List<PodInfo> due(Instant now) {
    if (earliest.isAfter(now)) {
      return List.of();
    }
    List<PodInfo> found = new ArrayList<>();
    earliest = Instant.MAX;
    for (Entry entry : entries.values()) {
      if (!entry.due.isAfter(now)) {
        found.add(entry.pod);
      } else if (entry.due.isBefore(earliest)) {
        earliest = entry.due;
      }
    }
    found.sort(ORDER);
    return found;
  }

  /** Notes that a pod was tried and fits nowhere. */
  void failed(PodInfo pod, Instant now) {
    Entry entry = entries.get(pod.key());
    entry.lastTry = now;
    entry.due = now.plus(entry.wait);
    Duration longer = entry.wait.multipliedBy(2);
    entry.wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    earliest = entry.due.isBefore(earliest) ? entry.due : earliest;
  }

  /** Whether to tell people why a pod waits. */
  enum Telling {
    /** It was not told before. */
    FIRST,
    /** It was told, and has not shown in the pod's status since. */
    AGAIN,
    /** It was told a moment ago. */
    TOO_SOON
  }

  /** Notes that this is to be told of a pod whose status does not say it, unless it just was. */
  Telling tell(PodInfo pod, String message, Instant now) {
    Entry entry = entries.get(pod.key());
    boolean first = !entry.said.equals(message);
    if (!first && now.isBefore(entry.saidAt.plus(BETWEEN_WRITES))) {
      return Telling.TOO_SOON;
    }
    entry.said = message;
    entry.saidAt = now;
    return first ? Telling.FIRST : Telling.AGAIN;
  }
}
