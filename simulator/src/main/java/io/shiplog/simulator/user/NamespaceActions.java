package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.simulator.Dice;
import java.util.List;

/** What users do with namespaces, and what they leave in them. */
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

  /** As a client does that wants to lead. */
  void lead(Dice dice) {
    ObjectNode lease = UserCommands.json("{'spec':{'holderIdentity':'me'}}");
    commands.create(Catalogue.LEASES, in(dice, Catalogue.LEASES, "leader", lease), dice);
  }

  /** As a client's recorder does. */
  void tell(Dice dice) {
    ObjectNode event = UserCommands.json("{'reason':'R','message':'m','type':'Normal'}");
    String name = "told." + dice.below(9);
    ObjectNode told = in(dice, Catalogue.EVENTS, name, event);
    String namespace = told.at("/metadata/namespace").asText();
    told.putObject("involvedObject").put("kind", "Pod").put("namespace", namespace);
    commands.create(Catalogue.EVENTS, told, dice);
  }

  private static ObjectNode in(Dice dice, ResourceType type, String name, ObjectNode object) {
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    object.putObject("metadata").put("name", name).put("namespace", dice.pick(Names.TEAMS));
    return object;
  }

  private void delete(String name, Dice dice) {
    commands.operate(
        Operation.delete(
            Catalogue.NAMESPACES.key("", name), Preconditions.NONE, DeletePolicy.DEFAULT),
        dice);
  }
}
