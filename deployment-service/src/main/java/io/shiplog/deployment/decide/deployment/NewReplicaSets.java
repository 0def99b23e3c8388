package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;

/** The ReplicaSet that a Deployment makes for its template. */
final class NewReplicaSets {

  /** Names have at most 253 characters; the hash and its dash take eleven. */
  private static final int MAX_BASE = 242;

  private NewReplicaSets() {}

  /** The hash of the Deployment's template, changed where an earlier one collided. */
  static String hash(KubeObject deployment) {
    return Templates.hash(
        deployment.spec().path("template"), deployment.status().path("collisionCount").asLong(0));
  }

  /** What the ReplicaSet of the template is called. */
  static String name(KubeObject deployment) {
    String base = deployment.name();
    String cut = base.length() > MAX_BASE ? base.substring(0, MAX_BASE) : base;
    return cut + "-" + hash(deployment);
  }

  /** The ReplicaSet, with the annotations that it has from its Deployment. */
  static ObjectNode make(KubeObject deployment, int replicas, ObjectNode annotations) {
    String hash = hash(deployment);
    ObjectNode template = deployment.spec().path("template").deepCopy();
    Json.ensure(template, "metadata", "labels").put(Templates.HASH_LABEL, hash);
    ObjectNode replicaSet = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    ObjectNode metadata = replicaSet.putObject("metadata");
    metadata.put("name", name(deployment)).put("namespace", deployment.namespace());
    metadata.set("labels", template.path("metadata").path("labels").deepCopy());
    metadata.set("annotations", annotations);
    metadata.putArray("ownerReferences").add(OwnerReference.controlling(deployment).toJson());
    ObjectNode spec = replicaSet.putObject("spec").put("replicas", replicas);
    long minReadySeconds = deployment.spec().path("minReadySeconds").asLong(0);
    if (minReadySeconds != 0) {
      spec.put("minReadySeconds", minReadySeconds);
    }
    ObjectNode selector = deployment.spec().path("selector").deepCopy();
    Json.ensure(selector, "matchLabels").put(Templates.HASH_LABEL, hash);
    spec.set("selector", selector);
    spec.set("template", template);
    return replicaSet;
  }
}
