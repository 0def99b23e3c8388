package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The controller never takes a Deployment out of its bounds: by growing a ReplicaSet not above
 * {@code replicas + maxSurge}, by shrinking one not below {@code replicas - maxUnavailable}, all
 * ReplicaSets together. Nor does it take away pods that serve when only so many would be left:
 * {@code replicas - maxUnavailable} are to be available throughout. Pods that do not serve may go
 * at any time.
 *
 * <p>The controller sees the log late. So each write is held against every Deployment and every sum
 * that it may have seen: all since the deployment-service last knew all there was. What ReplicaSets
 * say of their pods is taken for true here; {@link ReplicaSetsCountTheirPods} looks after that.
 */
public final class RolloutBounds implements Invariant {

  private static final String CONTROLLER =
      "system:serviceaccount:kube-system:deployment-controller";
  private static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  private static final String MAX = "deployment.kubernetes.io/max-replicas";

  /** How many pods ReplicaSets are told to keep, and how many of those serve. */
  private record Sum(int replicas, int available) {

    private static final Sum NONE = new Sum(0, 0);

    /** Those beyond what a ReplicaSet is told to keep are about to go. */
    static Sum of(KubeObject replicaSet) {
      int replicas = replicaSet == null ? 0 : RolloutBounds.replicas(replicaSet);
      int serve = replicaSet == null ? 0 : replicaSet.status().path("availableReplicas").asInt();
      return new Sum(replicas, Math.min(replicas, serve));
    }

    Sum plus(int sign, Sum other) {
      return new Sum(replicas + sign * other.replicas, available + sign * other.available);
    }
  }

  /** What the controller may have seen of one Deployment. */
  private static final class Window {
    private int most = Integer.MIN_VALUE;
    private int fewest = Integer.MAX_VALUE;
    private int mostReplicas = Integer.MIN_VALUE;
    private int fewestReplicas = Integer.MAX_VALUE;
    private int mostAvailable;
    private boolean paused;

    private void bounds(KubeObject deployment) {
      paused |= deployment.spec().path("paused").asBoolean();
      int replicas = deployment.spec().path("replicas").asInt(1);
      var strategy = deployment.spec().path("strategy");
      boolean rolling = strategy.path("type").asText().equals("RollingUpdate");
      var update = strategy.path("rollingUpdate");
      int surge = rolling ? share(update.path("maxSurge").asText("25%"), replicas, true) : 0;
      int lost = share(update.path("maxUnavailable").asText("25%"), replicas, false);
      int unavailable = rolling ? Math.min(replicas, surge + lost == 0 ? 1 : lost) : replicas;
      most = Math.max(most, replicas + surge);
      fewest = Math.min(fewest, replicas - unavailable);
    }

    private void count(Sum sum) {
      mostReplicas = Math.max(mostReplicas, sum.replicas);
      fewestReplicas = Math.min(fewestReplicas, sum.replicas);
      mostAvailable = Math.max(mostAvailable, sum.available);
    }
  }

  private final Map<String, Window> windows = new HashMap<>();
  private final Map<String, Sum> sums = new HashMap<>();
  private final Map<String, KubeObject> deployments = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      Optional<String> broken = take(written);
      if (broken.isPresent()) {
        return broken;
      }
    }
    if (evidence.knowsAll("deployment-service")) {
      startWindows(evidence.told(Catalogue.MAIN_SHARD));
    }
    return Optional.empty();
  }

  private Optional<String> take(Written written) {
    String resource = written.key().resource();
    if (resource.equals(Catalogue.DEPLOYMENTS.qualifiedName()) && written.after() != null) {
      deployments.put(written.after().uid(), written.after());
      window(written.after().uid()).bounds(written.after());
    } else if (resource.equals(Catalogue.REPLICASETS.qualifiedName())) {
      Optional<String> broken =
          written.user().equals(CONTROLLER) ? check(written) : Optional.empty();
      count(written);
      return broken;
    }
    return Optional.empty();
  }

  private Optional<String> check(Written written) {
    Window window = windows.get(owner(written.latest()));
    boolean adopted = written.before() != null && written.after() != null && !same(written);
    if (window == null || window.most == Integer.MIN_VALUE || adopted) {
      return Optional.empty();
    }
    int by = Sum.of(written.after()).replicas - Sum.of(written.before()).replicas;
    int least = window.fewestReplicas == Integer.MAX_VALUE ? 0 : window.fewestReplicas;
    if (by > 0 && least + by > window.most) {
      return Optional.of(told(written.key(), least, by, " is more than ", window.most));
    }
    if (by < 0 && window.mostReplicas + by < window.fewest) {
      return Optional.of(
          told(written.key(), window.mostReplicas, by, " is less than ", window.fewest));
    }
    return window.paused || scaled(written) ? Optional.empty() : checkAvailable(written, window);
  }

  /**
   * The controller wrote to exactly the version that it had seen, so what it took away from this
   * ReplicaSet is known.
   */
  private static Optional<String> checkAvailable(Written written, Window window) {
    int before = Sum.of(written.before()).available;
    int after = Math.min(before, Sum.of(written.after()).replicas);
    int left = window.mostAvailable - before + after;
    return after < before && left < window.fewest
        ? Optional.of(
            written.key()
                + " lost "
                + (before - after)
                + " pods that serve: of at most "
                + window.mostAvailable
                + " that leaves less than "
                + window.fewest)
        : Optional.empty();
  }

  /**
   * Whether the ReplicaSet takes part in a change of the Deployment's size, which it then notes.
   * Each takes its share then, whether its pods serve or not (documentation of Deployments,
   * "Proportional scaling"). Of one that is paused every change is such: it does not roll.
   */
  private static boolean scaled(Written written) {
    return written.before() != null
        && written.after() != null
        && (!written.before().annotation(DESIRED).equals(written.after().annotation(DESIRED))
            || !written.before().annotation(MAX).equals(written.after().annotation(MAX)));
  }

  private static boolean same(Written written) {
    return owner(written.before()).equals(owner(written.after()));
  }

  private static String told(ObjectKey key, int sum, int by, String relation, int bound) {
    return key + " was changed by " + by + ": with it " + (sum + by) + relation + bound;
  }

  private void count(Written written) {
    String before = owner(written.before());
    String after = owner(written.after());
    Sum was = Sum.of(written.before());
    Sum is = Sum.of(written.after());
    if (before.equals(after)) {
      count(before, is.plus(-1, was));
    } else {
      count(before, Sum.NONE.plus(-1, was));
      count(after, is);
    }
  }

  private void count(String owner, Sum change) {
    if (!owner.isEmpty()) {
      window(owner).count(sums.merge(owner, change, (sum, more) -> sum.plus(1, more)));
    }
  }

  private Window window(String uid) {
    return windows.computeIfAbsent(
        uid,
        owner -> {
          Window fresh = new Window();
          fresh.count(sums.getOrDefault(owner, Sum.NONE));
          if (deployments.containsKey(owner)) {
            fresh.bounds(deployments.get(owner));
          }
          return fresh;
        });
  }

  private void startWindows(ObjectTable objects) {
    windows.clear();
    objects.list(Catalogue.DEPLOYMENTS).forEach(one -> window(one.uid()));
  }

  private static String owner(KubeObject replicaSet) {
    return replicaSet == null
        ? ""
        : replicaSet.controller().map(KubeObject.OwnerReference::uid).orElse("");
  }

  private static int replicas(KubeObject replicaSet) {
    return replicaSet.spec().path("replicas").asInt();
  }

  private static int share(String count, int replicas, boolean up) {
    if (!count.endsWith("%")) {
      return Integer.parseInt(count);
    }
    int percent = Integer.parseInt(count.substring(0, count.length() - 1));
    return (replicas * percent + (up ? 99 : 0)) / 100;
  }
}
