package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.event.EventNote;

/** Tells a ReplicaSet how many pods to keep, and people that it did. */
final class Resizing {

  private Resizing() {}

  /** Asks for the size, and for the annotations that go with it, where either differs. */
  static boolean to(int replicas, KubeObject replicaSet, KubeObject deployment, Work work) {
    int before = Size.of(replicaSet).replicas();
    ObjectNode annotations = Revisions.scaled(Bounds.of(deployment), Json.object());
    boolean sized = before == replicas;
    boolean annotated =
        replicaSet
                .annotation(Revisions.DESIRED)
                .equals(annotations.path(Revisions.DESIRED).asText())
            && replicaSet
                .annotation(Revisions.MAX)
                .equals(annotations.path(Revisions.MAX).asText());
    if (sized && annotated) {
      return false;
    }
    ObjectNode patch = Json.object();
    patch.putObject("metadata").set("annotations", annotations);
    if (!sized) {
      patch.putObject("spec").put("replicas", replicas);
    }
    boolean sent =
        work.write(Patches.merge(Rollout.key(replicaSet), replicaSet, patch, work.options()));
    if (sent && !sized) {
      tell(deployment, replicaSet.name(), before, replicas, replicaSet.resourceVersion(), work);
    }
    return true;
  }

  /** The event people read in {@code kubectl describe}. */
  static void tell(
      KubeObject deployment, String name, int before, int after, long occasion, Work work) {
    String message =
        "Scaled %s replica set %s from %d to %d"
            .formatted(after > before ? "up" : "down", name, before, after);
    work.event(deployment, EventNote.normal("ScalingReplicaSet", message, occasion, work.now()));
  }
}
