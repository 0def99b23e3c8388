package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/** What users do with ConfigMaps and Secrets. */
final class ConfigActions {

  private final Sight sight;
  private final UserCommands commands;

  ConfigActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void create(Dice dice) {
    commands.create(Catalogue.CONFIGMAPS, drawn(dice), dice);
  }

  /** One that finalizers keep from going. */
  void createHeld(Dice dice) {
    commands.create(Catalogue.CONFIGMAPS, Variety.held(drawn(dice), dice), dice);
  }

  private static ObjectNode drawn(Dice dice) {
    return Manifests.configMap(dice.pick(Names.NAMESPACES), Names.SETTINGS, dice.below(9));
  }

  void change(Dice dice) {
    String patch = "{'data':{'value':'" + dice.below(9) + "'}}";
    sight.any(
        Catalogue.CONFIGMAPS,
        ConfigActions::ofUsers,
        dice,
        one -> commands.merge(Catalogue.CONFIGMAPS, one, UserCommands.json(patch), dice));
  }

  void delete(Dice dice) {
    sight.any(
        Catalogue.CONFIGMAPS,
        one -> ofUsers(one) && one.finalizers().isEmpty(),
        dice,
        one -> commands.delete(Catalogue.CONFIGMAPS, one, dice));
  }

  void deleteHeld(Dice dice) {
    sight.any(
        Catalogue.CONFIGMAPS,
        one -> !one.finalizers().isEmpty() && !one.terminating(),
        dice,
        one -> commands.delete(Catalogue.CONFIGMAPS, one, dice));
  }

  /** Takes one finalizer off. */
  void release(Dice dice) {
    sight.any(
        Catalogue.CONFIGMAPS,
        one -> !one.finalizers().isEmpty(),
        dice,
        one -> commands.release(Catalogue.CONFIGMAPS, one, 1, dice));
  }

  void createSecret(Dice dice) {
    commands.create(
        Catalogue.SECRETS,
        Manifests.secret(dice.pick(Names.NAMESPACES), Names.PASSWORD, dice.below(9)),
        dice);
  }

  void changeSecret(Dice dice) {
    String patch = "{'stringData':{'value':'secret-" + dice.below(9) + "'}}";
    sight.any(
        Catalogue.SECRETS,
        dice,
        one -> commands.merge(Catalogue.SECRETS, one, UserCommands.json(patch), dice));
  }

  void deleteSecret(Dice dice) {
    sight.any(Catalogue.SECRETS, dice, one -> commands.delete(Catalogue.SECRETS, one, dice));
  }

  /** Not the certificates that a controller keeps in every namespace. */
  private static boolean ofUsers(KubeObject configMap) {
    return configMap.name().equals(Names.SETTINGS);
  }
}
