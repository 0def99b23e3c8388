package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.topics.Headers;
import io.shiplog.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Bugs that are made by what they do to records on their way into the log. */
final class WireBugs {

  private WireBugs() {}

  /** A bug, planted on the wire to the log. */
  interface Bug extends UnaryOperator<ProducerRecord<String, byte[]>> {}

  static boolean about(ProducerRecord<String, byte[]> record, String topic, String key) {
    return record.topic().equals(topic) && record.key() != null && record.key().startsWith(key);
  }

  static boolean says(ProducerRecord<String, byte[]> record, String words) {
    return record.value() != null
        && new String(record.value(), StandardCharsets.UTF_8).contains(words);
  }

  static Bug dropping(String topic, String key, String words) {
    return record -> about(record, topic, key) && says(record, words) ? null : record;
  }

  static Bug editing(String topic, String key, String words, Consumer<ObjectNode> edit) {
    return record ->
        about(record, topic, key) && says(record, words) ? edited(record, edit) : record;
  }

  static ProducerRecord<String, byte[]> edited(
      ProducerRecord<String, byte[]> record, Consumer<ObjectNode> edit) {
    ObjectNode object = Json.parseObject(record.value());
    edit.accept(object);
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        null,
        record.key(),
        Json.bytes(object),
        record.headers());
  }

  /** To every reader that counts versions, each record of these objects is one it knows already. */
  static Bug asOld(String keys) {
    return record -> {
      if (about(record, Topics.OBJECTS, keys)) {
        Headers.put(record.headers(), Headers.RESOURCE_VERSION, "1");
      }
      return record;
    };
  }

  static UnaryOperator<ProducerRecord<String, byte[]>> movingPods() {
    Set<String> bound = new HashSet<>();
    return record ->
        about(record, Topics.OBJECTS, "pods/")
                && says(record, "\"nodeName\"")
                && !bound.add(record.key())
            ? edited(record, pod -> Json.ensure(pod, "spec").put("nodeName", "elsewhere"))
            : record;
  }

  /** Every pod wants most of a node, and every binding goes to the first. */
  static Bug fullNode() {
    return record -> {
      if (about(record, Topics.OBJECTS, "pods/") && says(record, "\"requests\"")) {
        return edited(
            record,
            pod ->
                ((ObjectNode) pod.at("/spec/containers/0/resources/requests")).put("cpu", "2500m"));
      }
      return about(record, Topics.COMMANDS, "pods/") && says(record, "\"binding\"")
          ? edited(
              record,
              command ->
                  ((ObjectNode) command.at("/operations/0/body/target")).put("name", "node-1"))
          : record;
    };
  }

  /** Every pod is bound to the first node. */
  static Bug favouriteNode() {
    return record ->
        about(record, Topics.COMMANDS, "pods/") && says(record, "\"binding\"")
            ? edited(
                record,
                command ->
                    ((ObjectNode) command.at("/operations/0/body/target")).put("name", "node-1"))
            : record;
  }

  /** The second thing that the first node hears of a pod is said to the second node instead. */
  static Bug secondInbox() {
    Map<String, Integer> said = new HashMap<>();
    return record ->
        about(record, Topics.desired("node-1"), "pods/")
                && record.value() != null
                && said.merge(record.key(), 1, Integer::sum) == 2
            ? new ProducerRecord<>(
                Topics.desired("node-2"), 0, null, record.key(), record.value(), record.headers())
            : record;
  }

  static Bug noTombstones() {
    return record -> record.topic().endsWith(".desired") && record.value() == null ? null : record;
  }

  static Bug noConfigMaps() {
    return record ->
        record.topic().endsWith(".desired") && record.key().startsWith("configmaps/")
            ? null
            : record;
  }

  static Consumer<ObjectNode> grow() {
    return command -> {
      if (command.at("/operations/0/body/spec") instanceof ObjectNode spec
          && spec.path("replicas").asInt() > 0) {
        spec.put("replicas", 20);
      }
    };
  }

  /** What is to go and is held goes. */
  static Bug noFinalizers() {
    return record -> {
      boolean object =
          about(record, Topics.OBJECTS, "namespaces/")
              || about(record, Topics.OBJECTS, "configmaps/");
      return object && says(record, "\"deletionTimestamp\"")
          ? new ProducerRecord<>(
              record.topic(), record.partition(), null, record.key(), null, record.headers())
          : record;
    };
  }

  /** What a user deletes, the collector is said to have deleted. */
  static Bug greedyCollector() {
    return record -> {
      if (about(record, Topics.OBJECTS, "pods/") && says(record, "\"deletionTimestamp\"")) {
        Headers.put(
            record.headers(),
            Headers.USER,
            "system:serviceaccount:kube-system:generic-garbage-collector");
      }
      return record;
    };
  }
}
