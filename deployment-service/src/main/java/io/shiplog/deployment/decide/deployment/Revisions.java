package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.util.Set;

/** The annotations by which {@code kubectl rollout history} and {@code undo} find their way. */
final class Revisions {

  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String HISTORY = "deployment.kubernetes.io/revision-history";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAX = "deployment.kubernetes.io/max-replicas";

  /** What a ReplicaSet does not take over from its Deployment. */
  private static final Set<String> OWN =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "deprecated.deployment.rollback.to",
          REVISION,
          HISTORY,
          DESIRED,
          MAX);

  private Revisions() {}

  /** The number on a ReplicaSet or Deployment; 0 where there is none. */
  static long of(KubeObject object) {
    return number(object.annotation(REVISION));
  }

  /** The revision that the current template has: above every other. */
  static long next(Rollout rollout) {
    return rollout.olds().stream().mapToLong(Revisions::of).max().orElse(0) + 1;
  }

  /** The annotations a ReplicaSet is born with. */
  static ObjectNode born(Rollout rollout) {
    ObjectNode annotations = Json.object();
    copied(rollout.deployment(), annotations);
    annotations.put(REVISION, Long.toString(next(rollout)));
    return scaled(rollout.bounds(), annotations);
  }

  /** Adds what a ReplicaSet is to remember of the size its Deployment had. */
  static ObjectNode scaled(Bounds bounds, ObjectNode annotations) {
    annotations.put(DESIRED, Integer.toString(bounds.desired()));
    annotations.put(MAX, Integer.toString(bounds.most()));
    return annotations;
  }

  /**
   * The annotations that the current ReplicaSet lacks; a template that came back is a new revision.
   */
  static ObjectNode lacking(Rollout rollout) {
    KubeObject current = rollout.current();
    ObjectNode wanted = Json.object();
    copied(rollout.deployment(), wanted);
    long next = next(rollout);
    long now = of(current);
    if (now < next) {
      wanted.put(REVISION, Long.toString(next));
      if (now > 0) {
        String history = current.annotation(HISTORY);
        wanted.put(HISTORY, history.isEmpty() ? "" + now : history + "," + now);
      }
    }
    current
        .annotations()
        .forEach(
            (name, value) -> {
              if (wanted.path(name).asText("").equals(value)) {
                wanted.remove(name);
              }
            });
    return wanted;
  }

  /** The size that a ReplicaSet's Deployment had when it was last scaled; 0 if it does not say. */
  static int most(KubeObject replicaSet) {
    return (int) number(replicaSet.annotation(MAX));
  }

  private static void copied(KubeObject deployment, ObjectNode into) {
    deployment
        .annotations()
        .forEach(
            (name, value) -> {
              if (!OWN.contains(name)) {
                into.put(name, value);
              }
            });
  }

  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0; // People may edit annotations; one that is no number counts as none.
    }
  }
}
