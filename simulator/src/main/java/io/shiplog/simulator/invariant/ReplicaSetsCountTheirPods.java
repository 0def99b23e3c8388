package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.select.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a ReplicaSet says of its pods was so: as many as it says were there, and as many of them
 * ready, in some state that its controller may have seen. Of those that are ready no more than all
 * are available.
 *
 * <p>The controller sees the log late: it may have seen every state since the deployment-service
 * last knew all there was.
 */
public final class ReplicaSetsCountTheirPods implements Invariant {

  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:replicaset-controller";

  /** A number, and how far it went to either side since it was last forgotten. */
  private static final class Range {
    private int now;
    private int least;
    private int most;

    private void add(int by) {
      now += by;
      least = Math.min(least, now);
      most = Math.max(most, now);
    }

    private void forget() {
      least = now;
      most = now;
    }

    private boolean held(int number) {
      return least <= number && number <= most;
    }

    @Override
    public String toString() {
      return least + " to " + most;
    }
  }

  private record Counts(LabelSelector selector, Range pods, Range ready) {}

  private record Seat(Counts in, int ready) {}

  private final Map<String, Counts> byUid = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      String resource = written.key().resource();
      if (resource.equals(Catalogue.PODS.qualifiedName())) {
        count(seat(written.before()), seat(written.after()));
      } else if (resource.equals(Catalogue.REPLICASETS.qualifiedName())) {
        Optional<String> broken = take(written);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    if (evidence.knowsAll("deployment-service")) {
      byUid.values().forEach(counts -> counts.pods.forget());
      byUid.values().forEach(counts -> counts.ready.forget());
    }
    return Optional.empty();
  }

  private Optional<String> take(Written written) {
    KubeObject replicaSet = written.after();
    if (replicaSet == null) {
      return Optional.empty();
    }
    Counts counts = byUid.computeIfAbsent(replicaSet.uid(), uid -> fresh(replicaSet));
    boolean says =
        written.before() == null || !replicaSet.status().equals(written.before().status());
    return says && written.user().equals(CONTROLLER)
        ? check(written, replicaSet, counts)
        : Optional.empty();
  }

  private static Counts fresh(KubeObject replicaSet) {
    LabelSelector selector = LabelSelector.ofJson(replicaSet.spec().path("selector"));
    return new Counts(selector, new Range(), new Range());
  }

  private static Optional<String> check(Written written, KubeObject replicaSet, Counts counts) {
    int ready = replicaSet.status().path("readyReplicas").asInt();
    boolean counted =
        counts.pods.held(replicaSet.status().path("replicas").asInt())
            && counts.ready.held(ready)
            && replicaSet.status().path("availableReplicas").asInt() <= ready;
    return counted
        ? Optional.empty()
        : Optional.of(
            written.key()
                + " had "
                + counts.pods
                + " pods, of which "
                + counts.ready
                + " were ready, and says "
                + replicaSet.status());
  }

  private void count(Optional<Seat> before, Optional<Seat> after) {
    if (before.isPresent() && after.isPresent() && before.get().in() == after.get().in()) {
      after.get().in().ready.add(after.get().ready() - before.get().ready());
      return;
    }
    before.ifPresent(
        seat -> {
          seat.in().pods.add(-1);
          seat.in().ready.add(-seat.ready());
        });
    after.ifPresent(
        seat -> {
          seat.in().pods.add(1);
          seat.in().ready.add(seat.ready());
        });
  }

  /** Where a pod counts, if it does: it is selected, and neither finished nor on its way out. */
  private Optional<Seat> seat(KubeObject pod) {
    if (pod == null || pod.terminating() || ended(pod)) {
      return Optional.empty();
    }
    return pod.controller()
        .map(OwnerReference::uid)
        .map(byUid::get)
        .filter(counts -> counts.selector.matches(pod.labels()))
        .map(counts -> new Seat(counts, pod.conditionTrue("Ready") ? 1 : 0));
  }

  private static boolean ended(KubeObject pod) {
    return pod.status().path("phase").asText().matches("Succeeded|Failed");
  }
}
