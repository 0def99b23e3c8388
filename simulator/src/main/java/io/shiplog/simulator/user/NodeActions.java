package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/** What users do with nodes. */
final class NodeActions {

  private final Sight sight;
  private final UserCommands commands;

  NodeActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void cordon(Dice dice) {
    sight.any(Catalogue.NODES, dice, one -> commands.cordon(one, true, dice));
  }

  void uncordon(Dice dice) {
    sight.any(
        Catalogue.NODES,
        one -> one.spec().path("unschedulable").asBoolean(),
        dice,
        one -> commands.cordon(one, false, dice));
  }

  /** Cordons a node and deletes what runs there. */
  void drain(Dice dice) {
    sight.any(Catalogue.NODES, dice, one -> drain(one, dice));
  }

  private void drain(KubeObject node, Dice dice) {
    commands.cordon(node, true, dice);
    for (KubeObject pod : sight.list(Catalogue.PODS)) {
      if (pod.spec().path("nodeName").asText().equals(node.name())) {
        commands.delete(Catalogue.PODS, pod, dice);
      }
    }
  }

  void delete(Dice dice) {
    sight.any(Catalogue.NODES, dice, one -> commands.delete(Catalogue.NODES, one, dice));
  }
}
