package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.PatchType;
import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Program;

/**
 * What users do when the storm is over: everything that is still wished for is to become possible,
 * or the cluster could not come to rest for reasons of theirs.
 */
final class Repairs {

  private static final int MOST_AT_REST = 2;

  private final Sight sight;
  private final UserCommands commands;
  private final NodeActions nodes;
  private final Dice dice = Dice.of(0, 0);

  Repairs(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
    this.nodes = new NodeActions(sight, commands);
  }

  void makeRoom() {
    sight.list(Catalogue.NODES).forEach(this::open);
    sight.list(Catalogue.DEPLOYMENTS).forEach(this::repair);
    sight.list(Catalogue.REPLICASETS).stream()
        .filter(one -> one.controller().isEmpty())
        .forEach(this::shrink);
    sight.list(Catalogue.PODS).stream().filter(pod -> !runs(pod.spec())).forEach(this::giveImage);
    sight.list(Catalogue.CONFIGMAPS).stream()
        .filter(one -> !one.finalizers().isEmpty())
        .forEach(one -> commands.release(Catalogue.CONFIGMAPS, one, dice));
    for (KubeObject namespace : sight.list(Catalogue.NAMESPACES)) {
      // Some pods wait for them. Where they are there, this is refused.
      commands.create(
          Catalogue.CONFIGMAPS,
          Manifests.configMap(namespace.name(), Names.SETTINGS, 0, false),
          dice);
      commands.create(
          Catalogue.SECRETS, Manifests.secret(namespace.name(), Names.PASSWORD, 0), dice);
    }
  }

  private void open(KubeObject node) {
    commands.cordon(node, false, dice);
    nodes.label(node, "ssd", dice);
    if (NodeActions.tainted(node)) {
      nodes.untaint(node, dice);
    }
  }

  private void repair(KubeObject deployment) {
    if (replicas(deployment) > MOST_AT_REST) {
      commands.resize(Catalogue.DEPLOYMENTS, deployment, MOST_AT_REST, dice);
    }
    if (DeploymentActions.paused(deployment)) {
      commands.merge(
          Catalogue.DEPLOYMENTS, deployment, UserCommands.json("{'spec':{'paused':null}}"), dice);
    }
    if (!runs(deployment.spec().path("template").path("spec"))) {
      commands.rollOut(deployment, "app:1", dice);
    }
  }

  private static boolean runs(JsonNode podSpec) {
    String image = podSpec.path("containers").path(0).path("image").asText();
    return !image.equals(Program.MISSING_IMAGE) && !image.equals(Program.BROKEN_IMAGE);
  }

  private void giveImage(KubeObject pod) {
    commands.patch(
        Catalogue.PODS,
        pod,
        "",
        PatchType.STRATEGIC,
        UserCommands.json("{'spec':{'containers':[{'name':'main','image':'app:1'}]}}"),
        dice);
  }

  /** What Deployments left behind goes to nothing; what users made themselves stays, but small. */
  private void shrink(KubeObject replicaSet) {
    int most = Names.SETS.contains(replicaSet.name()) ? MOST_AT_REST : 0;
    if (replicas(replicaSet) > most) {
      commands.resize(Catalogue.REPLICASETS, replicaSet, most, dice);
    }
  }

  private static int replicas(KubeObject owner) {
    return owner.spec().path("replicas").asInt();
  }
}
