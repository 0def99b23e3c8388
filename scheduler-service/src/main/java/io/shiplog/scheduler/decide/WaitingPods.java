package io.shiplog.scheduler.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
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

  /** Those that are not to be tried yet, by when they are. */
  private final NavigableSet<Entry> resting =
      new TreeSet<>(
          Comparator.comparing((Entry e) -> e.due).thenComparing((Entry e) -> e.pod.key()));

  /** Those that are to be tried. */
  private final NavigableSet<Entry> ready =
      new TreeSet<>(Comparator.comparing((Entry e) -> e.pod, ORDER));

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
      ready.add(entry);
    } else {
      boolean differs = differs(entry.pod.pod(), pod.pod());
      boolean readied = ready.remove(entry);
      entry.pod = pod;
      if (readied) {
        ready.add(entry);
      } else if (differs) {
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
      resting.remove(entry);
      ready.remove(entry);
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
    if (due.isBefore(entry.due) && resting.remove(entry)) {
      entry.due = due;
      resting.add(entry);
    }
  }

  /** The pod to try now: of those that are due, the one with the best claim. */
  Optional<PodInfo> next(Instant now) {
    wakeThoseHelped(now);
    while (!resting.isEmpty() && !resting.first().due.isAfter(now)) {
      ready.add(resting.pollFirst());
    }
    return ready.isEmpty() ? Optional.empty() : Optional.of(ready.first().pod);
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

  /**
   * Notes that a pod was tried and fits nowhere.
   *
   * @return how long it waits before it is tried again, unless something helps it
   */
  Duration failed(PodInfo pod, Instant now) {
    Entry entry = entries.get(pod.key());
    ready.remove(entry);
    entry.lastTry = now;
    entry.due = now.plus(entry.wait);
    resting.add(entry);
    Duration pause = entry.wait;
    Duration longer = pause.multipliedBy(2);
    entry.wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    return pause;
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
