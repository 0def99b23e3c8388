package io.shiplog.scheduler.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The pods that have no node yet, and when each is to be tried next. A pod that fits nowhere waits
 * longer after every try; something that may help it wakes it, but not within a second of its last.
 */
final class WaitingPods {

  /** The most important first, then the one that waits longest. */
  static final Comparator<PodInfo> ORDER =
      Comparator.comparing(PodInfo::priority, Comparator.reverseOrder())
          .thenComparing(PodInfo::created)
          .thenComparing(PodInfo::key);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(2);

  private final Map<ObjectKey, Entry> entries = new HashMap<>();
  private final NavigableSet<Entry> byDue =
      new TreeSet<>(
          Comparator.comparing((Entry e) -> e.due).thenComparing((Entry e) -> e.pod.key()));
  private final Set<ObjectKey> caring = new HashSet<>();
  private boolean wakesAll;
  private boolean wakesCaring;

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
      remove(pod.key());
      entry = new Entry(pod, now);
      entries.put(pod.key(), entry);
      byDue.add(entry);
    } else {
      boolean differs = differs(entry.pod.pod(), pod.pod());
      entry.pod = pod;
      if (differs) {
        wake(entry, now);
      }
    }
    if (pod.caresForNeighbours()) {
      caring.add(pod.key());
    } else {
      caring.remove(pod.key());
    }
  }

  /** Whether a change of the pod may change where it fits; its status does not. */
  private static boolean differs(KubeObject before, KubeObject after) {
    return !before.spec().equals(after.spec())
        || !before.metadata().path("labels").equals(after.metadata().path("labels"));
  }

  void remove(ObjectKey pod) {
    Entry entry = entries.remove(pod);
    if (entry != null) {
      byDue.remove(entry);
      caring.remove(pod);
    }
  }

  /** Something happened that may help every pod. */
  void wakeAll() {
    wakesAll = true;
  }

  /** Something happened that may help the pods that mind who is beside them. */
  void wakeWhoCaresForNeighbours() {
    wakesCaring = true;
  }

  private void wake(Entry entry, Instant now) {
    Instant soonest = entry.lastTry.plus(FIRST_WAIT);
    Instant due = soonest.isAfter(now) ? soonest : now;
    if (due.isBefore(entry.due)) {
      setDue(entry, due);
    }
  }

  private void setDue(Entry entry, Instant due) {
    byDue.remove(entry);
    entry.due = due;
    byDue.add(entry);
  }

  /** The pods to try now, in the order of their claims. */
  List<PodInfo> due(Instant now) {
    wakeThoseHelped(now);
    List<PodInfo> found = new ArrayList<>();
    for (Entry entry : byDue) {
      if (entry.due.isAfter(now)) {
        break;
      }
      found.add(entry.pod);
    }
    found.sort(ORDER);
    return found;
  }

  private void wakeThoseHelped(Instant now) {
    if (wakesAll) {
      List.copyOf(entries.values()).forEach(entry -> wake(entry, now));
    } else if (wakesCaring) {
      caring.forEach(pod -> wake(entries.get(pod), now));
    }
    wakesAll = false;
    wakesCaring = false;
  }

  /** Whether this very state of a pod is to be tried now. */
  boolean isDue(PodInfo pod, Instant now) {
    Entry entry = entries.get(pod.key());
    return entry != null && entry.pod == pod && !entry.due.isAfter(now);
  }

  /** Notes that a pod was tried and fits nowhere. */
  void failed(PodInfo pod, Instant now) {
    Entry entry = entries.get(pod.key());
    entry.lastTry = now;
    setDue(entry, now.plus(entry.wait));
    Duration longer = entry.wait.multipliedBy(2);
    entry.wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
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
