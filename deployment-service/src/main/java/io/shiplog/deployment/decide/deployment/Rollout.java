package io.shiplog.deployment.decide.deployment;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A Deployment and its ReplicaSets.
 *
 * @param deployment the desired state
 * @param current the ReplicaSet of the Deployment's template; null while there is none
 * @param olds the others, the oldest first
 */
record Rollout(KubeObject deployment, KubeObject current, List<KubeObject> olds) {

  private static final Comparator<KubeObject> BY_AGE =
      Comparator.comparing((KubeObject rs) -> rs.creationTimestamp().orElse(Instant.EPOCH))
          .thenComparing(KubeObject::name);

  static Rollout of(KubeObject deployment, List<KubeObject> replicaSets) {
    List<KubeObject> olds = new ArrayList<>(replicaSets);
    olds.sort(BY_AGE);
    KubeObject current = null;
    for (KubeObject replicaSet : olds) {
      if (Templates.same(replicaSet.spec().path("template"), deployment.spec().path("template"))) {
        current = replicaSet;
        break;
      }
    }
    olds.remove(current);
    return new Rollout(deployment, current, List.copyOf(olds));
  }

  /** All ReplicaSets, the oldest first. */
  List<KubeObject> all() {
    List<KubeObject> all = new ArrayList<>(olds);
    if (current != null) {
      all.add(current);
    }
    all.sort(BY_AGE);
    return all;
  }

  /** The ReplicaSets that were told to keep pods, the oldest first. */
  List<KubeObject> active() {
    return all().stream().filter(rs -> Size.of(rs).replicas() > 0).toList();
  }

  Bounds bounds() {
    return Bounds.of(deployment);
  }

  boolean paused() {
    return deployment.spec().path("paused").asBoolean(false);
  }

  static ObjectKey key(KubeObject replicaSet) {
    return Catalogue.REPLICASETS.key(replicaSet.namespace(), replicaSet.name());
  }
}
