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
 * ReplicaSets together.
 *
 * <p>The controller sees the log late. So each write is held against every Deployment and every sum
 * that it may have seen: all since the controllers last knew all there was.
 */
public final class RolloutBounds implements Invariant {

  private static final String CONTROLLER = "system:controller:deployment-controller";

  /** What the controller may have seen of one Deployment. */
  private static final class Window {
    private int most = Integer.MIN_VALUE;
    private int fewest = Integer.MAX_VALUE;
    private int mostReplicas = Integer.MIN_VALUE;
    private int fewestReplicas = Integer.MAX_VALUE;

    private void bounds(KubeObject deployment) {
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

    private void replicas(int sum) {
      mostReplicas = Math.max(mostReplicas, sum);
      fewestReplicas = Math.min(fewestReplicas, sum);
    }
  }

  private final Map<String, Window> windows = new HashMap<>();
  private final Map<String, Integer> sums = new HashMap<>();
  private final Map<String, KubeObject> deployments = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      Optional<String> broken = take(written);
      if (broken.isPresent()) {
        return broken;
      }
    }
    if (evidence.controllersKnowAll()) {
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
      count(written.before(), -1);
      count(written.after(), 1);
      return broken;
    }
    return Optional.empty();
  }

  private Optional<String> check(Written written) {
    Window window = windows.get(owner(written.after()));
    boolean adopted = written.before() != null && !same(written);
    if (window == null || window.most == Integer.MIN_VALUE || adopted) {
      return Optional.empty();
    }
    int by =
        replicas(written.after()) - (written.before() == null ? 0 : replicas(written.before()));
    int least = window.fewestReplicas == Integer.MAX_VALUE ? 0 : window.fewestReplicas;
    if (by > 0 && least + by > window.most) {
      return Optional.of(told(written.key(), least, by, " is more than ", window.most));
    }
    if (by < 0 && window.mostReplicas + by < window.fewest) {
      return Optional.of(
          told(written.key(), window.mostReplicas, by, " is less than ", window.fewest));
    }
    return Optional.empty();
  }

  private static boolean same(Written written) {
    return owner(written.before()).equals(owner(written.after()));
  }

  private static String told(ObjectKey key, int sum, int by, String relation, int bound) {
    return key + " was changed by " + by + ": with it " + (sum + by) + relation + bound;
  }

  private void count(KubeObject replicaSet, int sign) {
    String owner = owner(replicaSet);
    if (!owner.isEmpty()) {
      window(owner).replicas(sums.merge(owner, sign * replicas(replicaSet), Integer::sum));
    }
  }

  private Window window(String uid) {
    return windows.computeIfAbsent(
        uid,
        owner -> {
          Window fresh = new Window();
          fresh.replicas(sums.getOrDefault(owner, 0));
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
