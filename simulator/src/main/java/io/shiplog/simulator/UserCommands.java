package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The commands that users send. */
final class UserCommands {

  private static final UserInfo ADMIN = new UserInfo("kubernetes-admin", List.of("system:masters"));
  private static final WriteOptions AS = WriteOptions.by("kubectl");
  private static final List<String> PROPAGATION = List.of("Background", "Foreground", "Orphan");
  private static final String TEMPLATE_HASH = "pod-template-hash";

  private final VirtualLog log;
  private final ProcessClock clock;
  private final CommandRecords records;
  private int sent;

  UserCommands(VirtualLog log, ProcessClock clock, SecretSeal seal) {
    this.log = log;
    this.clock = clock;
    this.records = new CommandRecords(seal);
  }

  void send(Command command) {
    log.append("user", clock, records.toCommands(command));
  }

  void create(ResourceType type, ObjectNode object, Dice dice) {
    operate(Operation.create(key(type, new KubeObject(object)), object, AS), dice);
  }

  /** Through the object or its scale. */
  void scale(KubeObject deployment, int replicas, Dice dice) {
    if (dice.percent(50)) {
      resize(Catalogue.DEPLOYMENTS, deployment, replicas, dice);
      return;
    }
    operate(
        Operation.patch(
            key(Catalogue.DEPLOYMENTS, deployment),
            "scale",
            PatchType.MERGE,
            json("{'spec':{'replicas':" + replicas + "}}"),
            Preconditions.NONE,
            AS),
        dice);
  }

  void resize(ResourceType type, KubeObject object, int replicas, Dice dice) {
    merge(type, object, json("{'spec':{'replicas':" + replicas + "}}"), dice);
  }

  void rollOut(KubeObject deployment, String image, Dice dice) {
    operate(
        Operation.patch(
            key(Catalogue.DEPLOYMENTS, deployment),
            "",
            PatchType.STRATEGIC,
            json(
                "{'spec':{'template':{'spec':{'containers':[{'name':'main','image':'"
                    + image
                    + "'}]}}}}"),
            Preconditions.NONE,
            AS),
        dice);
  }

  /** Puts the template of a ReplicaSet back, as {@code kubectl rollout undo} does. */
  void rollBack(KubeObject deployment, KubeObject revision, Dice dice) {
    ObjectNode template = (ObjectNode) revision.spec().path("template").deepCopy();
    Json.ensure(template, "metadata", "labels").remove(TEMPLATE_HASH);
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("template", template);
    merge(Catalogue.DEPLOYMENTS, deployment, patch, dice);
  }

  void relabel(KubeObject pod, String app, Dice dice) {
    merge(Catalogue.PODS, pod, json("{'metadata':{'labels':{'app':'" + app + "'}}}"), dice);
  }

  void cordon(KubeObject node, boolean cordoned, Dice dice) {
    merge(Catalogue.NODES, node, json("{'spec':{'unschedulable':" + cordoned + "}}"), dice);
  }

  /** Takes every finalizer off. */
  void release(KubeObject configMap, Dice dice) {
    merge(Catalogue.CONFIGMAPS, configMap, json("{'metadata':{'finalizers':null}}"), dice);
  }

  void delete(ResourceType type, KubeObject object, Dice dice) {
    String propagation = dice.percent(40) ? null : dice.pick(PROPAGATION);
    Long grace = dice.percent(20) ? Long.valueOf(dice.below(3)) : null;
    Preconditions preconditions =
        dice.percent(50) ? Preconditions.uid(object.uid()) : Preconditions.NONE;
    DeletePolicy policy = new DeletePolicy(grace, propagation);
    operate(Operation.delete(key(type, object), preconditions, policy), dice);
  }

  void deleteNamespace(String name, Dice dice) {
    operate(
        Operation.delete(
            Catalogue.NAMESPACES.key("", name), Preconditions.NONE, DeletePolicy.DEFAULT),
        dice);
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
    log.append(
        "user",
        clock,
        new ProducerRecord<>(Topics.COMMANDS, dice.below(Catalogue.SHARDS), "garbage", value));
  }

  private void merge(ResourceType type, KubeObject object, ObjectNode patch, Dice dice) {
    operate(
        Operation.patch(key(type, object), "", PatchType.MERGE, patch, Preconditions.NONE, AS),
        dice);
  }

  /** Some commands are sent twice: a client that did not hear the answer tries again. */
  private void operate(Operation operation, Dice dice) {
    sent++;
    Command command = Command.of("user-" + sent, ADMIN, operation);
    send(command);
    if (dice.percent(3)) {
      send(command);
    }
  }

  private static ObjectKey key(ResourceType type, KubeObject object) {
    return type.key(object.namespace(), object.name());
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
