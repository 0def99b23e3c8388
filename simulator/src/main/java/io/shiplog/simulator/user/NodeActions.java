package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;
import java.util.List;

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

  /** As it was seen: refused if the node's taints may have changed since. */
  void taint(Dice dice) {
    String effect = dice.pick(List.of("NoSchedule", "PreferNoSchedule", "NoExecute"));
    String value = dice.percent(50) ? "yes" : "no";
    sight.any(
        Catalogue.NODES,
        dice,
        one -> {
          ArrayNode taints = othersTaints(one);
          taints.addObject().put("key", Names.TAINT).put("value", value).put("effect", effect);
          ObjectNode patch = Json.object();
          patch.putObject("metadata").put("resourceVersion", one.resourceVersion() + "");
          patch.putObject("spec").set("taints", taints);
          commands.merge(Catalogue.NODES, one, patch, dice);
        });
  }

  void untaint(Dice dice) {
    sight.any(Catalogue.NODES, NodeActions::tainted, dice, one -> untaint(one, dice));
  }

  void untaint(KubeObject node, Dice dice) {
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("taints", othersTaints(node));
    commands.merge(Catalogue.NODES, node, patch, dice);
  }

  /** Whether a user tainted it. */
  static boolean tainted(KubeObject node) {
    return othersTaints(node).size() < node.spec().path("taints").size();
  }

  private static ArrayNode othersTaints(KubeObject node) {
    ArrayNode taints = Json.array();
    for (JsonNode taint : node.spec().path("taints")) {
      if (!taint.path("key").asText().equals(Names.TAINT)) {
        taints.add(taint.deepCopy());
      }
    }
    return taints;
  }

  void label(Dice dice) {
    String disk = dice.percent(50) ? "ssd" : "hdd";
    sight.any(Catalogue.NODES, dice, one -> label(one, disk, dice));
  }

  void label(KubeObject node, String disk, Dice dice) {
    String patch = "{'metadata':{'labels':{'" + Names.DISK + "':'" + disk + "'}}}";
    commands.merge(Catalogue.NODES, node, UserCommands.json(patch), dice);
  }

  void delete(Dice dice) {
    sight.any(Catalogue.NODES, dice, one -> commands.delete(Catalogue.NODES, one, dice));
  }
}
