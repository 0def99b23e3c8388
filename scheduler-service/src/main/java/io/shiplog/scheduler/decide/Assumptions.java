package io.shiplog.scheduler.decide;

import io.shiplog.model.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Bindings that were asked for and have not become facts yet. Their pods take room on their nodes
 * as if they were there, so that no node is given more than it has.
 *
 * <p>A binding that does not show within its time is asked for again, at longer and longer
 * intervals, and keeps its room meanwhile: the first request may still be on its way.
 */
final class Assumptions {

  /** Longer than the ledger takes for what thousands ask at once: to ask again would only add. */
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final TreeMap<ObjectKey, Assumed> byPod = new TreeMap<>();
  private final Map<String, TreeMap<ObjectKey, Assumed>> byNode = new HashMap<>();
  private final Set<ObjectKey> doubtful = new TreeSet<>();
  private int fresh;

  /**
   * One binding on its way.
   *
   * @param pod which pod
   * @param node to which node
   * @param together the pods whose bindings are asked for by the same command
   * @param pause how long to wait for it
   * @param until when that is over
   */
  record Assumed(PodInfo pod, String node, Set<ObjectKey> together, Duration pause, Instant until) {

    /**
     * Whether a doubtful binding was refused for certain: it was asked for once, and is doubted
     * before its time. Then one that was asked for along with it went elsewhere, and that comes to
     * light before what they were asked for together would.
     */
    boolean refused(Instant now) {
      return isFresh(this) && until.isAfter(now);
    }
  }

  /** Notes a binding that is asked for now. */
  void put(PodInfo pod, String node, Set<ObjectKey> together, Instant now) {
    keep(new Assumed(pod, node, together, FIRST_WAIT, now.plus(FIRST_WAIT)));
  }

  /** Notes that a binding that did not show is asked for again, by itself. */
  void putAgain(Assumed earlier, Instant now) {
    Duration longer = earlier.pause().multipliedBy(2);
    Duration pause = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    keep(new Assumed(earlier.pod(), earlier.node(), Set.of(), pause, now.plus(pause)));
  }

  /** Takes over a changed pod whose binding is still on its way. */
  void refresh(PodInfo pod) {
    remove(pod.key())
        .ifPresent(
            old -> keep(new Assumed(pod, old.node(), old.together(), old.pause(), old.until())));
  }

  /** How many bindings are on their way that were asked for once. */
  int fresh() {
    return fresh;
  }

  private static boolean isFresh(Assumed assumed) {
    return assumed.pause().equals(FIRST_WAIT);
  }

  private void keep(Assumed assumed) {
    fresh += isFresh(assumed) ? 1 : 0;
    byPod.put(assumed.pod().key(), assumed);
    byNode
        .computeIfAbsent(assumed.node(), name -> new TreeMap<>())
        .put(assumed.pod().key(), assumed);
  }

  /** Forgets a binding: it became a fact, or its pod is gone. */
  Optional<Assumed> remove(ObjectKey pod) {
    Assumed assumed = byPod.remove(pod);
    if (assumed != null) {
      byNode.get(assumed.node()).remove(pod);
      fresh -= isFresh(assumed) ? 1 : 0;
    }
    return Optional.ofNullable(assumed);
  }

  Optional<Assumed> get(ObjectKey pod) {
    return Optional.ofNullable(byPod.get(pod));
  }

  /** The bindings on their way to a node, by pod. */
  Collection<Assumed> on(String node) {
    TreeMap<ObjectKey, Assumed> pods = byNode.get(node);
    return pods == null ? List.of() : List.copyOf(pods.values());
  }

  /** These bindings may not come about: they are to be asked for again at once. */
  void doubt(Set<ObjectKey> pods) {
    doubtful.addAll(pods);
  }

  /** The bindings whose wait is over are doubtful, too. */
  void doubtOverdue(Instant now) {
    byPod.values().stream()
        .filter(assumed -> !assumed.until().isAfter(now))
        .forEach(assumed -> doubtful.add(assumed.pod().key()));
  }

  /** The doubtful bindings that are still on their way; they are not doubtful any more then. */
  List<Assumed> takeDoubtful() {
    List<Assumed> found = new ArrayList<>();
    doubtful.forEach(pod -> get(pod).ifPresent(found::add));
    doubtful.clear();
    return found;
  }
}
