package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.simulator.Dice;
import java.util.List;

/** What users do with namespaces. */
final class NamespaceActions {

  private final Sight sight;
  private final UserCommands commands;

  NamespaceActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void create(Dice dice) {
    commands.create(Catalogue.NAMESPACES, Manifests.namespace(dice.pick(Names.TEAMS)), dice);
  }

  void delete(Dice dice) {
    delete(dice.pick(Names.TEAMS), dice);
  }

  /** In the middle of a rollout. */
  void deleteBusy(Dice dice) {
    List<KubeObject> inTeams =
        sight.list(Catalogue.DEPLOYMENTS).stream()
            .filter(one -> Names.TEAMS.contains(one.namespace()))
            .filter(one -> one.spec().path("replicas").asInt() > 0)
            .toList();
    if (!inTeams.isEmpty()) {
      KubeObject one = dice.pick(inTeams);
      commands.rollOut(one, Names.image(dice), dice);
      delete(one.namespace(), dice);
    }
  }

  private void delete(String name, Dice dice) {
    commands.operate(
        Operation.delete(
            Catalogue.NAMESPACES.key("", name), Preconditions.NONE, DeletePolicy.DEFAULT),
        dice);
  }
}
