package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.event.EventRecorder;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Gives every waiting pod a node, or says why it has none. Changes are only taken in; pods are
 * placed when all that came together are told, so that many are asked for by one command.
 */
final class PodScheduling {

  /**
   * How many bindings are under way at a time. The rest of a backlog is placed as these come about,
   * as soon as there is room for a whole command: no binding waits for so many others that it seems
   * lost, and who matters more comes first.
   */
  static final int UNDER_WAY = 1024;

  private final BiFunction<PodInfo, Cluster, Placement> placer;
  private final Assumptions assumptions = new Assumptions();
  private final WaitingPods waiting = new WaitingPods();
  private final ClusterCache cache = new ClusterCache(assumptions);
  private final Requests requests = new Requests();
  private final EventRecorder recorder =
      new EventRecorder(PodInfo.DEFAULT_SCHEDULER, "", Writes.MANAGER);

  /** Of pods that were tried since anything changed. */
  private final EquivalenceCache unschedulable = new EquivalenceCache();

  /**
   * Begins with nothing.
   *
   * @param placer finds a node for a pod
   */
  PodScheduling(BiFunction<PodInfo, Cluster, Placement> placer) {
    this.placer = placer;
  }

  void start(ObjectTable table, Instant now) {
    for (KubeObject pod : table.list(Catalogue.PODS)) {
      if (PodInfo.waits(pod)) {
        waiting.add(cache.pod(pod), now);
      }
    }
  }

  void podChanged(Change change, Instant now) {
    KubeObject before = change.before();
    KubeObject after = change.after();
    unschedulable.clear();
    forget(change.key(), before);
    forget(change.key(), after);
    if (after != null && PodInfo.waits(after)) {
      takeIn(after, now);
    } else {
      waiting.remove(change.key());
      assumptions.remove(change.key()).ifPresent(assumed -> wentElsewhere(assumed, after));
      if (before != null && after != null && PodInfo.waits(before) && !node(after).isEmpty()) {
        tell(after, Writes.scheduledEvent(after, now), now);
      }
    }
    wakeOthers(before, after);
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
      assumptions.remove(info.key()).ifPresent(old -> wentElsewhere(old, pod));
      waiting.add(info, now);
    }
  }

  /**
   * A binding on its way has its answer. If it is another than was asked for, what was asked for
   * along with it was refused as well, most likely.
   */
  private void wentElsewhere(Assumptions.Assumed assumed, KubeObject pod) {
    cache.forgetNode(assumed.node());
    if (pod == null || !node(pod).equals(assumed.node())) {
      assumptions.doubt(assumed.together());
    }
  }

  /** Room that becomes free may help anyone; a new neighbour only those who care for neighbours. */
  private void wakeOthers(KubeObject before, KubeObject after) {
    boolean was = before != null && !node(before).isEmpty() && PodInfo.takesRoom(before);
    boolean is = after != null && !node(after).isEmpty() && PodInfo.takesRoom(after);
    if (was && !is) {
      waiting.wakeAll();
    } else if (is && !(was && before.labels().equals(after.labels()))) {
      waiting.wakeWhoCaresForNeighbours();
    }
  }

  void nodeChanged(Change change, Instant now) {
    String name = change.key().name();
    unschedulable.clear();
    cache.forgetNode(name);
    if (change.after() == null) {
      for (Assumptions.Assumed assumed : assumptions.on(name)) {
        assumptions.remove(assumed.pod().key());
        waiting.add(assumed.pod(), now);
      }
    }
    if (change.before() == null || change.after() == null || offersOther(change)) {
      waiting.wakeAll();
    }
  }

  /** Whether the node takes other pods than before; a heartbeat changes nothing. */
  private static boolean offersOther(Change change) {
    KubeObject before = change.before();
    KubeObject after = change.after();
    return !before.spec().equals(after.spec())
        || !before.labels().equals(after.labels())
        || !before.status().path("allocatable").equals(after.status().path("allocatable"));
  }

  /** Time has passed: bindings may be overdue. */
  void tick(Instant now) {
    assumptions.doubtOverdue(now);
  }

  /** Tries the next pods that are due, a command's worth; nothing is left to do if it is empty. */
  List<Effect> settled(ObjectTable table, Instant now) {
    assumptions.takeDoubtful().forEach(assumed -> askAgain(assumed, table, now));
    placeNext(table, now);
    return requests.take();
  }

  /**
   * Asks for the same node. Only one that is known to have been refused may be given another where
   * that node does no more: whatever else became of it, the request may still be on its way, and
   * what it takes must not be given to others.
   */
  private void askAgain(Assumptions.Assumed assumed, ObjectTable table, Instant now) {
    assumptions.remove(assumed.pod().key());
    cache.forgetNode(assumed.node());
    if (assumed.refused(now) && !stillFits(assumed, table)) {
      waiting.add(assumed.pod(), now);
      return;
    }
    assumptions.putAgain(assumed, now);
    cache.forgetNode(assumed.node());
    requests.alone(Writes.bind(assumed.pod(), assumed.node()));
  }

  private boolean stillFits(Assumptions.Assumed assumed, ObjectTable table) {
    Cluster cluster = cache.cluster(table);
    return cache
        .node(assumed.node())
        .filter(node -> Placer.fits(assumed.pod(), node, cluster))
        .isPresent();
  }

  private void placeNext(ObjectTable table, Instant now) {
    if (assumptions.fresh() + Requests.TOGETHER > UNDER_WAY) {
      return;
    }
    Set<ObjectKey> together = new HashSet<>();
    Optional<PodInfo> pod = waiting.next(now);
    while (pod.isPresent() && together.size() < Requests.TOGETHER) {
      place(pod.get(), together, table, now);
      pod = waiting.next(now);
    }
  }

  private void place(PodInfo pod, Set<ObjectKey> together, ObjectTable table, Instant now) {
    Cluster cluster = cache.cluster(table);
    Placement placement;
    try {
      placement = unschedulable.of(pod).orElseGet(() -> placer.apply(pod, cluster));
    } catch (RuntimeException | StackOverflowError e) {
      // A bug shows at one pod: the others are not to wait for it.
      requests.failure(pod.key(), waiting.failed(pod, now), e);
      return;
    }
    switch (placement) {
      case Placement.Node node -> {
        unschedulable.clear();
        waiting.remove(pod.key());
        together.add(pod.key());
        assumptions.put(pod, node.name(), together, now);
        cache.forgetNode(node.name());
        requests.binding(Writes.bind(pod, node.name()));
      }
      case Placement.Nowhere nowhere -> {
        unschedulable.add(pod, nowhere);
        waiting.failed(pod, now);
        tell(pod, nowhere.message(), now);
      }
    }
  }

  private void tell(PodInfo pod, String message, Instant now) {
    if (Writes.saysUnschedulable(pod.pod(), message)) {
      return;
    }
    switch (waiting.tell(pod, message, now)) {
      case FIRST -> {
        requests.alone(Writes.unschedulable(pod, message, now));
        tell(pod.pod(), Writes.failedEvent(message, now), now);
      }
      case AGAIN -> requests.alone(Writes.unschedulable(pod, message, now));
      case TOO_SOON -> {}
    }
  }

  private void tell(KubeObject pod, EventNote note, Instant now) {
    recorder.record(pod, note, now).ifPresent(requests::event);
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asText("");
  }
}
