package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.simulator.Dice;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The ways in which users write: whole objects, patches, applied ones, several at once, noise. */
final class WriteActions {

  private static final String OTHER_MANAGER = "pipeline";

  private final Sight sight;
  private final UserCommands commands;

  WriteActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  /** Applies a whole Deployment, whether it is there or not. */
  void apply(Dice dice) {
    String namespace = dice.pick(Names.NAMESPACES);
    String app = dice.pick(Names.APPS);
    ObjectNode full =
        Manifests.deployment(
            namespace, app, dice.between(1, 3), Names.image(dice), 100, false, "RollingUpdate");
    commands.apply(Catalogue.DEPLOYMENTS, full, OTHER_MANAGER, true, dice);
  }

  /** Applies a number of replicas that somebody else owns, and takes it. */
  void applyForced(Dice dice) {
    sight.any(Catalogue.DEPLOYMENTS, dice, one -> applyReplicas(one, true, dice));
  }

  /** Applies a number of replicas that somebody else owns, and is refused. */
  void applyUnforced(Dice dice) {
    sight.any(Catalogue.DEPLOYMENTS, dice, one -> applyReplicas(one, false, dice));
  }

  private void applyReplicas(KubeObject deployment, boolean force, Dice dice) {
    ObjectNode partial = Json.object();
    partial.put("apiVersion", "apps/v1").put("kind", "Deployment");
    ObjectNode metadata = partial.putObject("metadata");
    metadata.put("name", deployment.name()).put("namespace", deployment.namespace());
    int replicas = (deployment.spec().path("replicas").asInt() + dice.between(1, 3)) % 5;
    partial.putObject("spec").put("replicas", replicas);
    String manager = force ? OTHER_MANAGER : "visitor-" + dice.below(100);
    commands.apply(Catalogue.DEPLOYMENTS, partial, manager, force, dice);
  }

  /** Replaces a whole Deployment as it was seen: refused if it has changed since. */
  void replace(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> commands.replace(Catalogue.DEPLOYMENTS, scaled(one, dice), dice));
  }

  /** Replaces what was just changed: the second of two who edited the same version. */
  void replaceLate(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> {
          commands.replace(Catalogue.DEPLOYMENTS, scaled(one, dice), dice);
          commands.replace(Catalogue.DEPLOYMENTS, scaled(one, dice), dice);
        });
  }

  private static ObjectNode scaled(KubeObject deployment, Dice dice) {
    ObjectNode object = deployment.copy();
    int replicas = (deployment.spec().path("replicas").asInt() + dice.between(1, 3)) % 5;
    Json.ensure(object, "spec").put("replicas", replicas);
    return object;
  }

  /** JSON patch: labels a Deployment, if it is still of the size that was seen. */
  void patchByPointer(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> {
          String patch =
              ("[{'op':'test','path':'/spec/replicas','value':%d},"
                      + "{'op':'add','path':'/metadata/labels','value':{'step':'s%d'}}]")
                  .formatted(one.spec().path("replicas").asInt(), dice.below(9));
          commands.patch(
              Catalogue.DEPLOYMENTS,
              one,
              "",
              PatchType.JSON,
              Json.parse(patch.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
              dice);
        });
  }

  /** A Deployment and its Service, both or none. */
  void createTogether(Dice dice) {
    String namespace = dice.pick(Names.NAMESPACES);
    String app = dice.pick(Names.APPS);
    ObjectNode deployment =
        Manifests.deployment(
            namespace, app, 2, Names.image(dice), 100, dice.percent(50), "RollingUpdate");
    commands.operate(
        List.of(
            commands.creation(Catalogue.DEPLOYMENTS, deployment),
            commands.creation(Catalogue.SERVICES, Manifests.service(namespace, app, "ClusterIP"))),
        dice);
  }

  /** Two changes of one object in one command; the second sees the first. */
  void changeTwice(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> {
          String grow = "{'spec':{'replicas':" + dice.between(1, 4) + "}}";
          String mark = "{'metadata':{'annotations':{'mark':'m" + dice.below(100) + "'}}}";
          commands.operate(List.of(merge(one, grow), merge(one, mark)), dice);
        });
  }

  private static Operation merge(KubeObject deployment, String patch) {
    return Operation.patch(
        UserCommands.key(Catalogue.DEPLOYMENTS, deployment),
        "",
        PatchType.MERGE,
        UserCommands.json(patch),
        Preconditions.NONE,
        UserCommands.AS);
  }

  /** Writes a status as it was seen before a change: refused, for the object is newer. */
  void writeOldStatus(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> {
          commands.resize(
              Catalogue.DEPLOYMENTS, one, (one.spec().path("replicas").asInt() + 1) % 5, dice);
          ObjectNode status = one.copy();
          Json.ensure(status, "status").put("replicas", 7);
          commands.operate(
              Operation.updateStatus(
                  UserCommands.key(Catalogue.DEPLOYMENTS, one),
                  status,
                  Preconditions.exactly(one.uid(), one.resourceVersion()),
                  UserCommands.AS),
              dice);
        });
  }

  /** Writes a status that is not true; the controller is to put it right. */
  void writeWrongStatus(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one ->
            commands.patch(
                Catalogue.DEPLOYMENTS,
                one,
                "status",
                PatchType.MERGE,
                UserCommands.json("{'status':{'replicas':" + dice.between(6, 9) + "}}"),
                dice));
  }

  /** Records that no client should write. Each must be answered, none may stop anything. */
  void garbage(Dice dice) {
    byte[] value =
        switch (dice.below(5)) {
          case 0 -> dice.bytes(dice.below(40));
          case 1 -> null;
          case 2 -> text("{\"id\":\"x\",\"operations\":[]}");
          case 3 ->
              text(
                  "{\"id\":\"x\",\"operations\":[{\"verb\":\"CREATE\",\"key\":\"pods/default/p\"}]}");
          default ->
              text("{\"operations\":[{\"verb\":\"DELETE\",\"key\":\"unicorns/default/u\"}]}");
        };
    commands.write(
        new ProducerRecord<>(Topics.COMMANDS, dice.below(Catalogue.SHARDS), "garbage", value));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
