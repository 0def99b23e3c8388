package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Claims;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.deployment.decide.Same;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.select.LabelSelector;

/**
 * Brings a Deployment's pods from old templates to the current one, by telling its ReplicaSets how
 * many to keep.
 *
 * <p>One step at a time: while a ReplicaSet's answer to an earlier step is on its way, no further
 * step is taken, or two steps that are each within the bounds could leave them together.
 */
public final class DeploymentController implements Controller {

  @Override
  public String name() {
    return "deployment-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    String resource = change.key().resource();
    if (resource.equals(Catalogue.DEPLOYMENTS.qualifiedName())) {
      work.look(change.key());
    } else if (resource.equals(Catalogue.REPLICASETS.qualifiedName())) {
      replicaSetChanged(change, work);
    } else if (resource.equals(Catalogue.PODS.qualifiedName()) && stopped(change)) {
      lookAtOwnerOf(change, work);
    }
  }

  private static void replicaSetChanged(Change change, Work work) {
    lookAt(change.before(), work);
    lookAt(change.after(), work);
    KubeObject replicaSet = change.after();
    if (replicaSet == null || replicaSet.controller().isPresent()) {
      return;
    }
    for (KubeObject deployment : work.table().list(Catalogue.DEPLOYMENTS, replicaSet.namespace())) {
      LabelSelector selector = Claims.selector(deployment);
      if (selector != null && selector.matches(replicaSet.labels())) {
        work.look(Catalogue.DEPLOYMENTS.key(deployment.namespace(), deployment.name()));
      }
    }
  }

  private static void lookAt(KubeObject replicaSet, Work work) {
    if (replicaSet != null) {
      replicaSet
          .controller()
          .filter(owner -> owner.kind().equals("Deployment"))
          .map(owner -> Catalogue.DEPLOYMENTS.key(replicaSet.namespace(), owner.name()))
          .ifPresent(work::look);
    }
  }

  /** The last old pod that goes lets a Recreate begin. */
  private static boolean stopped(Change change) {
    return change.after() == null
        || change.before() != null
            && !change
                .after()
                .status()
                .path("phase")
                .equals(change.before().status().path("phase"));
  }

  private static void lookAtOwnerOf(Change change, Work work) {
    KubeObject pod = change.latest();
    pod.controller()
        .filter(owner -> owner.kind().equals("ReplicaSet"))
        .flatMap(owner -> work.table().get(Catalogue.REPLICASETS, pod.namespace(), owner.name()))
        .ifPresent(replicaSet -> lookAt(replicaSet, work));
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject deployment = work.table().get(key).orElse(null);
    LabelSelector selector = deployment == null ? null : Claims.selector(deployment);
    if (selector == null) {
      return;
    }
    Rollout rollout =
        Rollout.of(deployment, Claims.claim(deployment, selector, Catalogue.REPLICASETS, work));
    ObjectNode status = DeploymentStatus.counted(rollout);
    if (deployment.terminating()) {
      report(key, rollout, status, work);
      return;
    }
    if (Steps.collides(rollout, work)) {
      status.put("collisionCount", status.path("collisionCount").asLong(0) + 1);
    } else if (rollout.all().stream().noneMatch(rs -> work.busy(Rollout.key(rs), rs))) {
      Steps.take(key, rollout, status, work);
    }
    Progress.judge(rollout, status, work.now())
        .ifPresent(deadline -> work.lookAgain(key, deadline.plusSeconds(1)));
    report(key, rollout, status, work);
  }

  private static void report(ObjectKey key, Rollout rollout, ObjectNode status, Work work) {
    if (!Same.json(status, rollout.deployment().status())) {
      work.write(Patches.status(key, rollout.deployment(), status, work.options()));
    }
  }
}
