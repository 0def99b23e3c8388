package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.PatchType;
import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Program;
import java.util.List;

/**
 * What users do when the storm is over: everything that is still desired is to become possible, or
 * the cluster could not come to rest for reasons of theirs.
 */
final class Repairs {

  private static final int MOST_AT_REST = 2;
  private static final List<ResourceType> HELD =
      List.of(Catalogue.CONFIGMAPS, Catalogue.DEPLOYMENTS, Catalogue.SERVICES);

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
    HELD.forEach(
        type ->
            sight.list(type).stream().filter(Variety::isHeld).forEach(one -> release(type, one)));
    for (KubeObject namespace : sight.list(Catalogue.NAMESPACES)) {
      // Some pods wait for them. Where they are there, this is refused.
      commands.create(
          Catalogue.CONFIGMAPS, Manifests.configMap(namespace.name(), Names.SETTINGS, 0), dice);
      commands.create(
          Catalogue.SECRETS, Manifests.secret(namespace.name(), Names.PASSWORD, 0), dice);
    }
  }

  /** One finalizer after the other, as those who hold something come to let it go. */
  private void release(ResourceType type, KubeObject object) {
    commands.release(type, object, 1, dice);
    commands.release(type, object, Integer.MAX_VALUE, dice);
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
    // Half of what runs is rolled out as well: rollouts are to end in the calm, too.
    if (!runs(deployment.spec().path("template").path("spec")) || dice.percent(50)) {
      commands.rollOut(deployment, "app:4", dice);
    }
  }

  private static boolean runs(JsonNode podSpec) {
    String image = podSpec.path("containers").path(0).path("image").asText();
    return !List.of(Program.MISSING_IMAGE, Program.BROKEN_IMAGE, Program.UNREADY_IMAGE)
        .contains(image);
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
