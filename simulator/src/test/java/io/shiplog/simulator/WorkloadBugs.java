package io.shiplog.simulator;

import static io.shiplog.simulator.WireBugs.about;
import static io.shiplog.simulator.WireBugs.edited;
import static io.shiplog.simulator.WireBugs.says;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.WireBugs.Bug;
import io.shiplog.topics.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Bugs of those who look after workloads, for {@link PlantedBugs}. */
final class WorkloadBugs {

  private WorkloadBugs() {}

  /**
   * A controller that takes the replicas it asked for as available: with every new pod that it asks
   * for it takes an old one away.
   */
  static Bug hastyRollout() {
    Map<String, KubeObject> replicaSets = new TreeMap<>();
    return record -> {
      if (about(record, Topics.OBJECTS, "replicasets")) {
        replicaSets.put(record.key(), object(record));
      }
      boolean resizes =
          about(record, Topics.COMMANDS, "replicasets")
              && says(record, "\"fieldManager\":\"deployment-controller\"");
      return resizes ? edited(record, command -> takeOldPods(command, replicaSets)) : record;
    };
  }

  private static KubeObject object(ProducerRecord<String, byte[]> record) {
    return record.value() == null ? null : new KubeObject(Json.parseObject(record.value()));
  }

  private static void takeOldPods(ObjectNode command, Map<String, KubeObject> replicaSets) {
    ObjectNode operation = (ObjectNode) command.at("/operations/0");
    KubeObject before = replicaSets.get(operation.path("key").asText());
    KubeObject grown =
        before == null && operation.path("body") instanceof ObjectNode made
            ? new KubeObject(made)
            : before;
    int had = before == null ? 0 : replicas(before);
    int more = operation.at("/body/spec/replicas").asInt(0) - had;
    replicaSets.forEach(
        (key, other) -> {
          boolean sibling =
              other != null && other != before && other.controller().equals(grown.controller());
          if (more > 0 && sibling && replicas(other) > 0) {
            ObjectNode shrink = operation.deepCopy();
            shrink.put("key", key).put("verb", "PATCH").put("patchType", "MERGE");
            shrink.remove("preconditions");
            ObjectNode body = shrink.putObject("body");
            body.putObject("spec").put("replicas", Math.max(0, replicas(other) - more));
            ((ArrayNode) command.path("operations")).add(shrink);
          }
        });
  }

  private static int replicas(KubeObject replicaSet) {
    return replicaSet.spec().path("replicas").asInt();
  }

  /** A controller that takes every pod for ready. */
  static Bug blindReplicaSet() {
    return record ->
        about(record, Topics.COMMANDS, "replicasets") && says(record, "\"replicaset-controller\"")
            ? edited(
                record,
                command -> {
                  if (command.at("/operations/0/body/status") instanceof ObjectNode status) {
                    status.put("readyReplicas", status.path("replicas").asInt());
                  }
                })
            : record;
  }
}
