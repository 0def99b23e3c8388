package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import io.shiplog.simulator.Dice;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The commands that users send. What they are for stands in their ids. */
final class UserCommands {

  /** Who writes when nothing else is said. */
  static final WriteOptions AS = WriteOptions.by("kubectl");

  private static final UserInfo ADMIN = new UserInfo("kubernetes-admin", List.of("system:masters"));
  private static final List<String> PROPAGATION = List.of("Background", "Foreground", "Orphan");

  private final Consumer<ProducerRecord<String, byte[]>> log;
  private final CommandRecords records;
  private String what = "";
  private int sent;

  UserCommands(Consumer<ProducerRecord<String, byte[]>> log, SecretSeal seal) {
    this.log = log;
    this.records = new CommandRecords(seal);
  }

  /** Says what the commands from here on are for. */
  void are(String forWhat) {
    what = forWhat;
  }

  private void send(Command command) {
    log.accept(records.toCommands(command));
  }

  /** Writes a record as it is. */
  void write(ProducerRecord<String, byte[]> record) {
    log.accept(record);
  }

  void create(ResourceType type, ObjectNode object, Dice dice) {
    operate(creation(type, object), dice);
  }

  Operation creation(ResourceType type, ObjectNode object) {
    return Operation.create(key(type, new KubeObject(object)), object, AS);
  }

  /** Replaces an object; a resourceVersion in it must still be the object's. */
  void replace(ResourceType type, ObjectNode object, Dice dice) {
    operate(Operation.update(key(type, new KubeObject(object)), object, AS), dice);
  }

  /** Server-side apply. */
  void apply(ResourceType type, ObjectNode object, String manager, boolean force, Dice dice) {
    WriteOptions options = new WriteOptions(manager, force, false, "Strict");
    ObjectKey key = key(type, new KubeObject(object));
    operate(Operation.patch(key, "", PatchType.APPLY, object, Preconditions.NONE, options), dice);
  }

  void merge(ResourceType type, KubeObject object, ObjectNode patch, Dice dice) {
    patch(type, object, "", PatchType.MERGE, patch, dice);
  }

  void patch(
      ResourceType type,
      KubeObject object,
      String subresource,
      PatchType patchType,
      JsonNode patch,
      Dice dice) {
    operate(
        Operation.patch(key(type, object), subresource, patchType, patch, Preconditions.NONE, AS),
        dice);
  }

  void resize(ResourceType type, KubeObject object, int replicas, Dice dice) {
    merge(type, object, json("{'spec':{'replicas':" + replicas + "}}"), dice);
  }

  /** Gives the container of a Deployment another image. */
  void rollOut(KubeObject deployment, String image, Dice dice) {
    String patch =
        "{'spec':{'template':{'spec':{'containers':[{'name':'main','image':'" + image + "'}]}}}}";
    patch(Catalogue.DEPLOYMENTS, deployment, "", PatchType.STRATEGIC, json(patch), dice);
  }

  void cordon(KubeObject node, boolean cordoned, Dice dice) {
    merge(Catalogue.NODES, node, json("{'spec':{'unschedulable':" + cordoned + "}}"), dice);
  }

  /** Takes that many of the users' finalizers off. */
  void release(ResourceType type, KubeObject object, int most, Dice dice) {
    ObjectNode patch = Json.object();
    ArrayNode left = patch.putObject("metadata").putArray("finalizers");
    int off = 0;
    for (String name : object.finalizers()) {
      if (Variety.holds(name) && off < most) {
        off++;
      } else {
        left.add(name);
      }
    }
    merge(type, object, patch, dice);
  }

  void delete(ResourceType type, KubeObject object, Dice dice) {
    String propagation = dice.percent(25) ? null : dice.pick(PROPAGATION);
    Long grace = dice.percent(20) ? Long.valueOf(dice.below(3)) : null;
    Preconditions preconditions =
        dice.percent(50) ? Preconditions.uid(object.uid()) : Preconditions.NONE;
    DeletePolicy policy = new DeletePolicy(grace, propagation);
    operate(Operation.delete(key(type, object), preconditions, policy), dice);
  }

  void operate(Operation operation, Dice dice) {
    operate(List.of(operation), dice);
  }

  /** Some commands are sent twice: a client that did not hear the answer tries again. */
  void operate(List<Operation> operations, Dice dice) {
    sent++;
    Command command = new Command(Users.ID + sent + " " + what, ADMIN, operations);
    send(command);
    if (dice.percent(3)) {
      send(command);
    }
  }

  static ObjectKey key(ResourceType type, KubeObject object) {
    return type.key(object.namespace(), object.name());
  }

  /** JSON with single quotes. */
  static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
