package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * At rest every Deployment and ReplicaSet has the pods its spec asks for, of the newest template,
 * ready, and says so. Pods are counted and looked at, whatever is said of them.
 */
public final class ReplicasConverge implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
    for (KubeObject one : objects.list(Catalogue.DEPLOYMENTS)) {
      List<KubeObject> pods = new ArrayList<>();
      boolean newest = true;
      for (KubeObject replicaSet : owned(objects, one, Catalogue.REPLICASETS)) {
        List<KubeObject> its = pods(objects, replicaSet);
        newest &= its.stream().allMatch(pod -> madeOf(one, replicaSet, pod));
        pods.addAll(its);
      }
      boolean says = says(one, "updatedReplicas") && one.conditionTrue("Available");
      if (!settled(one, pods) || !says || !newest) {
        return Optional.of(unsettled(one, pods));
      }
    }
    for (KubeObject one : objects.list(Catalogue.REPLICASETS)) {
      List<KubeObject> pods = pods(objects, one);
      long labelled = pods.stream().filter(pod -> labelled(one, pod)).count();
      boolean says = one.status().path("fullyLabeledReplicas").asInt() == labelled;
      if (!settled(one, pods) || !says) {
        return Optional.of(unsettled(one, pods));
      }
    }
    return stillGoing(objects);
  }

  private static Optional<String> stillGoing(ObjectTable objects) {
    for (ResourceType type : Catalogue.ALL) {
      for (KubeObject one : objects.list(type)) {
        if (one.terminating()) {
          return Optional.of(name(one) + " is still being deleted: " + one.metadata());
        }
      }
    }
    return Optional.empty();
  }

  /** Whether there are as many pods as desired, all ready, and its status has the same numbers. */
  private static boolean settled(KubeObject one, List<KubeObject> pods) {
    return pods.size() == desired(one)
        && pods.stream().allMatch(pod -> pod.conditionTrue("Ready"))
        && one.status().path("observedGeneration").asLong() == one.generation()
        && says(one, "replicas")
        && says(one, "readyReplicas")
        && says(one, "availableReplicas")
        && one.status().path("unavailableReplicas").asInt() == 0;
  }

  private static boolean says(KubeObject one, String count) {
    return one.status().path(count).asInt() == desired(one);
  }

  private static int desired(KubeObject one) {
    return one.spec().path("replicas").asInt();
  }

  /**
   * Whether a pod has the labels of the template and runs its images. One that came from elsewhere,
   * or was given another image since, keeps what it has: only its labels count.
   */
  private static boolean madeOf(KubeObject deployment, KubeObject replicaSet, KubeObject pod) {
    boolean own =
        pod.metadata().path("generateName").asText().equals(replicaSet.name() + "-")
            && pod.generation() == 1;
    JsonNode spec = deployment.spec().path("template").path("spec");
    return labelled(deployment, pod) && (!own || images(spec).equals(images(pod.spec())));
  }

  private static boolean labelled(KubeObject owner, KubeObject pod) {
    var labels =
        KubeObject.stringMap(owner.spec().path("template").path("metadata").path("labels"));
    return pod.labels().entrySet().containsAll(labels.entrySet());
  }

  private static List<String> images(JsonNode podSpec) {
    List<String> images = new ArrayList<>();
    podSpec.path("containers").forEach(container -> images.add(container.path("image").asText()));
    return images;
  }

  private static List<KubeObject> pods(ObjectTable objects, KubeObject owner) {
    return owned(objects, owner, Catalogue.PODS).stream()
        .filter(pod -> !pod.status().path("phase").asText().matches("Succeeded|Failed"))
        .toList();
  }

  private static List<KubeObject> owned(ObjectTable objects, KubeObject owner, ResourceType type) {
    List<KubeObject> owned = new ArrayList<>();
    for (ObjectKey key : objects.ownedBy(owner.uid())) {
      KubeObject one = objects.get(key).orElseThrow();
      boolean controlled =
          one.controller().map(OwnerReference::uid).filter(owner.uid()::equals).isPresent();
      if (key.resource().equals(type.qualifiedName()) && controlled) {
        owned.add(one);
      }
    }
    return owned;
  }

  private static String unsettled(KubeObject one, List<KubeObject> pods) {
    List<String> told = new ArrayList<>();
    for (KubeObject pod : pods) {
      told.add(
          pod.name()
              + (pod.conditionTrue("Ready") ? " (ready, " : " (not ready, ")
              + String.join(" ", images(pod.spec()))
              + ")");
    }
    return name(one)
        + " at generation "
        + one.generation()
        + " asks for "
        + desired(one)
        + " replicas of "
        + images(one.at("spec", "template", "spec"))
        + "; its status is "
        + one.status()
        + ", its pods are "
        + told;
  }

  private static String name(KubeObject one) {
    return one.kind() + " " + one.namespace() + "/" + one.name();
  }
}
