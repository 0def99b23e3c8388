package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/**
 * What users do when the storm is over: everything that is still wished for is to become possible,
 * or the cluster could not come to rest for reasons of theirs.
 */
final class Repairs {

  private static final int MOST_AT_REST = 2;

  private final Sight sight;
  private final UserCommands commands;
  private final Dice dice = Dice.of(0, 0);

  Repairs(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void makeRoom() {
    sight.list(Catalogue.NODES).forEach(node -> commands.cordon(node, false, dice));
    sight.list(Catalogue.DEPLOYMENTS).forEach(this::repair);
    sight.list(Catalogue.REPLICASETS).stream()
        .filter(one -> one.controller().isEmpty())
        .forEach(this::shrink);
    sight.list(Catalogue.CONFIGMAPS).stream()
        .filter(one -> !one.finalizers().isEmpty())
        .forEach(one -> commands.release(Catalogue.CONFIGMAPS, one, dice));
  }

  private void repair(KubeObject deployment) {
    if (replicas(deployment) > MOST_AT_REST) {
      commands.resize(Catalogue.DEPLOYMENTS, deployment, MOST_AT_REST, dice);
    }
    if (DeploymentActions.paused(deployment)) {
      commands.merge(
          Catalogue.DEPLOYMENTS, deployment, UserCommands.json("{'spec':{'paused':null}}"), dice);
    }
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
