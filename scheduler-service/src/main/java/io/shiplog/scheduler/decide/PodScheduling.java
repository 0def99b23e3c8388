package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives every waiting pod a node, or says why it has none. */
final class PodScheduling {

  private final Assumptions assumptions = new Assumptions();
  private final WaitingPods waiting = new WaitingPods();
  private final ClusterCache cache = new ClusterCache(assumptions);

  List<Effect> start(ObjectTable table, Instant now) {
    for (KubeObject pod : table.list(Catalogue.PODS)) {
      if (PodInfo.waits(pod)) {
        waiting.add(cache.pod(pod), now);
      }
    }
    return tryDue(table, now);
  }

  List<Effect> podChanged(ObjectTable table, Change change, Instant now) {
    KubeObject before = change.before();
    KubeObject after = change.after();
    List<Effect> effects = new ArrayList<>();
    forget(change.key(), before);
    forget(change.key(), after);
    if (after != null && PodInfo.waits(after)) {
      takeIn(after, now);
    } else {
      waiting.remove(change.key());
      assumptions.remove(change.key()).ifPresent(assumed -> cache.forgetNode(assumed.node()));
      if (before != null && after != null && PodInfo.waits(before) && !node(after).isEmpty()) {
        effects.add(Writes.scheduledEvent(after, now));
      }
    }
    wakeOthers(before, after, now);
    effects.addAll(tryDue(table, now));
    return effects;
  }

  private void forget(ObjectKey key, KubeObject pod) {
    cache.forgetPod(key);
    if (pod != null && !node(pod).isEmpty()) {
      cache.forgetNode(node(pod));
    }
  }

  private void takeIn(KubeObject pod, Instant now) {
    PodInfo info = cache.pod(pod);
    var assumed = assumptions.get(info.key());
    if (assumed.isPresent() && assumed.get().pod().pod().uid().equals(pod.uid())) {
      assumptions.refresh(info);
      cache.forgetNode(assumed.get().node());
    } else {
      assumptions.remove(info.key()).ifPresent(old -> cache.forgetNode(old.node()));
      waiting.add(info, now);
    }
  }

  /** Room that becomes free may help anyone; a new neighbour only those who care for neighbours. */
  private void wakeOthers(KubeObject before, KubeObject after, Instant now) {
    boolean was = before != null && !node(before).isEmpty() && PodInfo.takesRoom(before);
    boolean is = after != null && !node(after).isEmpty() && PodInfo.takesRoom(after);
    if (was && !is) {
      waiting.wake(pod -> true, now);
    } else if (is && !(was && before.labels().equals(after.labels()))) {
      waiting.wake(PodScheduling::caresForNeighbours, now);
    }
  }

  private static boolean caresForNeighbours(PodInfo pod) {
    return pod.pod().spec().path("affinity").has("podAffinity")
        || pod.pod().spec().path("affinity").has("podAntiAffinity")
        || !pod.pod().spec().path("topologySpreadConstraints").isEmpty();
  }

  List<Effect> nodeChanged(ObjectTable table, Change change, Instant now) {
    String name = change.key().name();
    cache.forgetNode(name);
    if (change.after() == null) {
      for (Assumptions.Assumed assumed : assumptions.on(name)) {
        assumptions.remove(assumed.pod().key());
        waiting.add(assumed.pod(), now);
      }
    }
    if (change.before() == null || change.after() == null || offersOther(change)) {
      waiting.wake(pod -> true, now);
    }
    return tryDue(table, now);
  }

  /** Whether the node takes other pods than before; a heartbeat changes nothing. */
  private static boolean offersOther(Change change) {
    KubeObject before = change.before();
    KubeObject after = change.after();
    return !before.spec().equals(after.spec())
        || !before.labels().equals(after.labels())
        || !before.status().path("allocatable").equals(after.status().path("allocatable"));
  }

  List<Effect> tick(ObjectTable table, Instant now) {
    List<Effect> effects = new ArrayList<>();
    for (Assumptions.Assumed assumed : assumptions.overdue(now)) {
      askAgain(assumed, table, now, effects);
    }
    effects.addAll(tryDue(table, now));
    return effects;
  }

  /** Asks for the same node as long as it does, so that a late answer does no harm. */
  private void askAgain(
      Assumptions.Assumed assumed, ObjectTable table, Instant now, List<Effect> effects) {
    Assumptions.Assumed kept = assumptions.remove(assumed.pod().key()).orElseThrow();
    cache.forgetNode(kept.node());
    Cluster cluster = cache.cluster(table);
    Optional<NodeInfo> node = cache.node(kept.node());
    if (node.isPresent() && Placer.fits(kept.pod(), node.get(), cluster)) {
      assumptions.putAgain(kept, now);
      cache.forgetNode(kept.node());
      effects.add(Writes.bind(kept.pod(), kept.node()));
    } else {
      waiting.add(kept.pod(), now);
    }
  }

  private List<Effect> tryDue(ObjectTable table, Instant now) {
    List<Effect> effects = new ArrayList<>();
    Rebuffs rebuffs = new Rebuffs();
    for (PodInfo pod : waiting.due(now)) {
      Cluster cluster = cache.cluster(table);
      switch (rebuffs.of(pod).orElseGet(() -> Placer.place(pod, cluster))) {
        case Placement.Node node -> {
          rebuffs.clear();
          waiting.remove(pod.key());
          assumptions.put(pod, node.name(), now);
          cache.forgetNode(node.name());
          effects.add(Writes.bind(pod, node.name()));
        }
        case Placement.Nowhere nowhere -> {
          rebuffs.add(pod, nowhere);
          waiting.failed(pod, now);
          tell(pod, nowhere.message(), now, effects);
        }
      }
    }
    return effects;
  }

  private void tell(PodInfo pod, String message, Instant now, List<Effect> effects) {
    if (Writes.saysUnschedulable(pod.pod(), message)) {
      return;
    }
    switch (waiting.tell(pod, message, now)) {
      case FIRST -> {
        effects.add(Writes.unschedulable(pod, message, now));
        effects.add(Writes.failedEvent(pod, message, now));
      }
      case AGAIN -> effects.add(Writes.unschedulable(pod, message, now));
      case TOO_SOON -> {}
    }
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asText("");
  }
}
