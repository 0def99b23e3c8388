package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Optional;

/**
 * At rest every Deployment and ReplicaSet has the pods its spec wishes for, of the newest template,
 * ready; and every pod that is bound runs.
 */
public final class ReplicasConverge implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(0);
    for (KubeObject one : objects.list(Catalogue.DEPLOYMENTS)) {
      if (!settled(one, "replicas", "updatedReplicas", "readyReplicas", "availableReplicas")) {
        return Optional.of(unsettled(one));
      }
    }
    for (KubeObject one : objects.list(Catalogue.REPLICASETS)) {
      int pods = pods(objects, one);
      if (!settled(one, "replicas", "readyReplicas")
          || pods != one.spec().path("replicas").asInt()) {
        return Optional.of(unsettled(one) + ", it owns " + pods + " pods");
      }
    }
    for (ResourceType type : Catalogue.ALL) {
      for (KubeObject one : objects.list(type)) {
        if (one.terminating()) {
          return Optional.of(name(one) + " is still being deleted: " + one.metadata());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean settled(KubeObject one, String... counts) {
    int wished = one.spec().path("replicas").asInt();
    if (one.status().path("observedGeneration").asLong() != one.generation()) {
      return false;
    }
    for (String count : counts) {
      if (one.status().path(count).asInt() != wished) {
        return false;
      }
    }
    return true;
  }

  private static int pods(ObjectTable objects, KubeObject owner) {
    int pods = 0;
    for (KubeObject pod : objects.list(Catalogue.PODS, owner.namespace())) {
      boolean ended = pod.status().path("phase").asText().matches("Succeeded|Failed");
      if (!ended && pod.controller().filter(c -> c.uid().equals(owner.uid())).isPresent()) {
        pods++;
      }
    }
    return pods;
  }

  private static String unsettled(KubeObject one) {
    return name(one)
        + " at generation "
        + one.generation()
        + " wishes for "
        + one.spec().path("replicas").asInt()
        + " replicas; its status is "
        + one.status();
  }

  private static String name(KubeObject one) {
    return one.kind() + " " + one.namespace() + "/" + one.name();
  }
}
