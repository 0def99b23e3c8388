package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.PatchType;
import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Program;
import java.util.List;

/** What users do with pods. */
final class PodActions {

  private final Sight sight;
  private final UserCommands commands;

  PodActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  /** One that nobody manages. */
  void create(Dice dice) {
    String app = dice.pick(Names.APPS);
    ObjectNode pod = Manifests.pod(dice.pick(Names.NAMESPACES), "bare", app, 100);
    PodSpecs.vary(Json.ensure(pod, "spec"), app, dice);
    commands.create(Catalogue.PODS, pod, dice);
  }

  /** One that comes to its end, well or not, perhaps after several attempts. */
  void runToItsEnd(Dice dice) {
    boolean again = dice.percent(50);
    ObjectNode pod = task(dice);
    ObjectNode spec = Json.ensure(pod, "spec");
    spec.put("restartPolicy", again ? "OnFailure" : "Never");
    PodSpecs.main(spec)
        .putArray("args")
        .add("ends-after=" + dice.between(1, 30))
        .add("fails=" + dice.below(3))
        // What fails for ever is never at rest.
        .add("exit=" + (again ? 0 : dice.below(2)));
    commands.create(Catalogue.PODS, pod, dice);
  }

  /** One that would run on and has only so much time. */
  void runForAWhile(Dice dice) {
    ObjectNode pod = task(dice);
    Json.ensure(pod, "spec").put("activeDeadlineSeconds", dice.between(3, 40));
    commands.create(Catalogue.PODS, pod, dice);
  }

  /** Nobody else's pods are meant by its labels. */
  private static ObjectNode task(Dice dice) {
    ObjectNode pod =
        Manifests.pod(dice.pick(Names.NAMESPACES), "task-" + dice.below(20), "task", 100);
    PodSpecs.vary(Json.ensure(pod, "spec"), "task", dice);
    return pod;
  }

  /** One that bears no other of its kind on its node, by a port of the node's or by affinity. */
  void createExclusive(Dice dice) {
    String app = "exclusive";
    ObjectNode pod =
        Manifests.pod(dice.pick(Names.NAMESPACES), app + "-" + dice.below(4), app, 100);
    ObjectNode spec = Json.ensure(pod, "spec");
    if (dice.percent(60)) {
      ((ObjectNode) PodSpecs.main(spec).path("ports").path(0)).put("hostPort", 9000);
    } else {
      Json.ensure(spec, "affinity")
          .set(
              "podAntiAffinity",
              UserCommands.json(
                  ("{'requiredDuringSchedulingIgnoredDuringExecution':[{"
                          + "'topologyKey':'kubernetes.io/hostname',"
                          + "'labelSelector':{'matchLabels':{'app':'%s'}}}]}")
                      .formatted(app)));
    }
    commands.create(Catalogue.PODS, pod, dice);
  }

  /** In place: the pod stays, its container does not. */
  void changeImage(Dice dice) {
    String image = dice.percent(80) ? Names.image(dice) : Program.MISSING_IMAGE;
    ObjectNode patch =
        UserCommands.json("{'spec':{'containers':[{'name':'main','image':'" + image + "'}]}}");
    sight.any(
        Catalogue.PODS,
        dice,
        one -> commands.patch(Catalogue.PODS, one, "", PatchType.STRATEGIC, patch, dice));
  }

  void delete(Dice dice) {
    sight.any(Catalogue.PODS, dice, one -> commands.delete(Catalogue.PODS, one, dice));
  }

  /** Moves a pod out of its ReplicaSet and its Service, or into others. */
  void relabel(Dice dice) {
    String app = dice.percent(50) ? "stray" : dice.pick(Names.APPS);
    ObjectNode patch = UserCommands.json("{'metadata':{'labels':{'app':'" + app + "'}}}");
    sight.any(Catalogue.PODS, dice, one -> commands.merge(Catalogue.PODS, one, patch, dice));
  }

  /** Gives a pod the labels of another ReplicaSet's: one lets it go, the other takes it. */
  void moveToAnotherOwner(Dice dice) {
    sight.any(
        Catalogue.PODS,
        one -> one.controller().isPresent() && !one.terminating() && !others(one).isEmpty(),
        dice,
        one -> commands.merge(Catalogue.PODS, one, labelsOf(dice.pick(others(one))), dice));
  }

  /** ReplicaSets that run, in the pod's namespace, and are not its owner. */
  private List<KubeObject> others(KubeObject pod) {
    String owner = pod.controller().map(KubeObject.OwnerReference::uid).orElse("");
    return sight.list(Catalogue.REPLICASETS, pod.namespace()).stream()
        .filter(one -> !one.uid().equals(owner) && !one.terminating())
        .filter(one -> one.spec().path("replicas").asInt() > 0)
        .toList();
  }

  private static ObjectNode labelsOf(KubeObject replicaSet) {
    ObjectNode patch = Json.object();
    JsonNode labels = replicaSet.spec().path("template").path("metadata").path("labels");
    Json.ensure(patch, "metadata").set("labels", labels.deepCopy());
    return patch;
  }
}
