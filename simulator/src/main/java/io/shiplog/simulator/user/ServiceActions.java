package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/** What users do with Services. */
final class ServiceActions {

  private final Sight sight;
  private final UserCommands commands;

  ServiceActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void create(Dice dice) {
    commands.create(
        Catalogue.SERVICES,
        Manifests.service(
            dice.pick(Names.NAMESPACES),
            dice.pick(Names.APPS),
            dice.percent(70) ? "ClusterIP" : "NodePort"),
        dice);
  }

  void delete(Dice dice) {
    sight.any(
        Catalogue.SERVICES,
        ServiceActions::ofUsers,
        dice,
        one -> commands.delete(Catalogue.SERVICES, one, dice));
  }

  /** Not the one by which pods find the API. */
  private static boolean ofUsers(KubeObject service) {
    return !service.name().equals("kubernetes");
  }
}
