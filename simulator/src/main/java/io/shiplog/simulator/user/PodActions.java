package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;
import java.util.List;
import java.util.Optional;

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
    commands.create(
        Catalogue.PODS,
        Manifests.pod(dice.pick(Names.NAMESPACES), "bare", dice.pick(Names.APPS), 100),
        dice);
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
    Optional.of(replicaSet.spec().path("template").path("metadata").path("labels"))
        .ifPresent(labels -> Json.ensure(patch, "metadata").set("labels", labels.deepCopy()));
    return patch;
  }
}
