package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.deployment.decide.Claims;
import io.shiplog.deployment.decide.Controller;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.deployment.decide.Same;
import io.shiplog.deployment.decide.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.select.LabelSelector;
import java.util.List;

/** Keeps one ReplicaSet for a Deployment's template. */
public final class DeploymentController implements Controller {

  @Override
  public String name() {
    return "deployment-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.key().resource().equals(Catalogue.DEPLOYMENTS.qualifiedName())) {
      work.look(change.key());
    } else if (change.key().resource().equals(Catalogue.REPLICASETS.qualifiedName())) {
      KubeObject replicaSet = change.latest();
      replicaSet
          .controller()
          .filter(owner -> owner.kind().equals("Deployment"))
          .ifPresent(
              owner -> work.look(Catalogue.DEPLOYMENTS.key(replicaSet.namespace(), owner.name())));
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject deployment = work.table().get(key).orElse(null);
    LabelSelector selector = deployment == null ? null : Claims.selector(deployment);
    if (selector == null || deployment.terminating()) {
      return;
    }
    List<KubeObject> all = Claims.claim(deployment, selector, Catalogue.REPLICASETS, work);
    int replicas = deployment.spec().path("replicas").asInt(1);
    KubeObject current =
        all.stream()
            .filter(
                rs ->
                    Templates.same(rs.spec().path("template"), deployment.spec().path("template")))
            .findFirst()
            .orElse(null);
    if (current == null) {
      ObjectNode made = NewReplicaSets.make(deployment, replicas, Json.object());
      ObjectKey name =
          Catalogue.REPLICASETS.key(deployment.namespace(), NewReplicaSets.name(deployment));
      work.write(Operation.create(name, made, work.options()));
      return;
    }
    if (current.spec().path("replicas").asInt() != replicas) {
      ObjectNode patch = Json.object();
      patch.putObject("spec").put("replicas", replicas);
      work.write(
          Patches.merge(
              Catalogue.REPLICASETS.key(current.namespace(), current.name()),
              current,
              patch,
              work.options()));
    }
    ObjectNode status = Json.object();
    status.put("observedGeneration", deployment.generation());
    status.put("updatedReplicas", current.status().path("replicas").asInt());
    status.put("replicas", current.status().path("replicas").asInt());
    status.put("readyReplicas", current.status().path("readyReplicas").asInt());
    status.put("availableReplicas", current.status().path("availableReplicas").asInt());
    if (!Same.json(status, deployment.status())) {
      work.write(Patches.status(key, deployment, status, work.options()));
    }
  }
}
