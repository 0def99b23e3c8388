package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/** What users do with ReplicaSets, their own and those of Deployments. */
final class ReplicaSetActions {

  private final Sight sight;
  private final UserCommands commands;

  ReplicaSetActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  /**
   * One that no Deployment manages. It selects its pods by their tier, or by an app that others
   * select as well.
   */
  void create(Dice dice) {
    String app = dice.pick(Names.APPS);
    ObjectNode replicaSet =
        Manifests.replicaSet(
            dice.pick(Names.NAMESPACES),
            dice.pick(Names.SETS),
            app,
            dice.percent(60) ? "tier" : "app",
            dice.between(0, 3));
    PodSpecs.vary(Json.ensure(replicaSet, "spec", "template", "spec"), app, dice);
    commands.create(Catalogue.REPLICASETS, replicaSet, dice);
  }

  void scale(Dice dice) {
    sight.any(
        Catalogue.REPLICASETS,
        ReplicaSetActions::bare,
        dice,
        one -> commands.resize(Catalogue.REPLICASETS, one, dice.between(0, 3), dice));
  }

  void delete(Dice dice) {
    sight.any(
        Catalogue.REPLICASETS, dice, one -> commands.delete(Catalogue.REPLICASETS, one, dice));
  }

  private static boolean bare(KubeObject replicaSet) {
    return replicaSet.controller().isEmpty();
  }
}
