package io.shiplog.simulator;

import static io.shiplog.simulator.WireBugs.edited;
import static io.shiplog.simulator.WireBugs.says;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.WireBugs.Bug;
import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Bugs of the garbage collector, for {@link PlantedBugs}. */
final class DeletionBugs {

  private static final String COLLECTOR =
      "\"system:serviceaccount:kube-system:generic-garbage-collector\"";

  private DeletionBugs() {}

  /** A collector that lets an owner go in the foreground before what it owns. */
  static Bug hastyOwner() {
    return whatIsAskedOfDependents("foregroundDeletion", "\"DELETE\"", DeletionBugs::letGo);
  }

  /** A collector that lets an owner go before those that are to outlive it have left it. */
  static Bug forgottenOrphans() {
    return whatIsAskedOfDependents("orphan", "\"ownerReferences\"", DeletionBugs::letGo);
  }

  /** A collector that takes those away that are to outlive their owner. */
  static Bug noOrphans() {
    return whatIsAskedOfDependents(
        "orphan",
        "\"ownerReferences\"",
        (operation, owner) -> {
          operation.remove("body");
          operation.remove("patchType");
          operation.put("verb", "DELETE").remove("preconditions");
        });
  }

  private static void letGo(ObjectNode operation, String owner) {
    operation.put("verb", "PATCH").put("patchType", "MERGE").put("key", owner);
    operation.remove("preconditions");
    operation.remove("delete");
    Json.ensure(operation.putObject("body"), "metadata").putNull("finalizers");
  }

  /**
   * Changes what the collector asks of the dependents of an owner that is to go with a finalizer.
   *
   * @param words of the commands that are meant
   * @param edit gets the operation and the owner's key
   */
  private static Bug whatIsAskedOfDependents(
      String finalizer, String words, BiConsumer<ObjectNode, String> edit) {
    Map<String, String> goingByUid = new TreeMap<>();
    Map<String, KubeObject> dependents = new TreeMap<>();
    return record -> {
      if (record.topic().equals(Topics.OBJECTS) && record.value() != null && plain(record)) {
        KubeObject object = new KubeObject(Json.parseObject(record.value()));
        dependents.put(record.key(), object);
        if (object.terminating() && object.finalizers().contains(finalizer)) {
          goingByUid.put(object.uid(), record.key());
        }
      }
      KubeObject dependent = dependents.get(String.valueOf(record.key()));
      boolean meant =
          record.topic().equals(Topics.COMMANDS) && says(record, COLLECTOR) && says(record, words);
      if (!meant || dependent == null) {
        return record;
      }
      return dependent.ownerReferences().stream()
          .map(reference -> goingByUid.get(reference.uid()))
          .filter(key -> key != null)
          .findFirst()
          .map(
              owner ->
                  edited(
                      record,
                      command -> edit.accept((ObjectNode) command.at("/operations/0"), owner)))
          .orElse(record);
    };
  }

  /** Secrets are sealed, and the counter is no object. */
  private static boolean plain(ProducerRecord<String, byte[]> record) {
    return record.key().contains("/") && !record.key().startsWith("secrets/");
  }

  /** A ledger that lets go what has lost one of its finalizers. */
  static Bug oneFinalizerIsAll() {
    Map<String, Integer> held = new TreeMap<>();
    return record -> {
      boolean object =
          record.topic().equals(Topics.OBJECTS) && record.value() != null && plain(record);
      if (!object) {
        return record;
      }
      KubeObject now = new KubeObject(Json.parseObject(record.value()));
      int count = now.finalizers().size();
      Integer before = held.put(record.key(), count);
      boolean fewer = before != null && count > 0 && count < before && now.terminating();
      return fewer
          ? new ProducerRecord<>(
              record.topic(), record.partition(), null, record.key(), null, record.headers())
          : record;
    };
  }
}
