package io.shiplog.simulator;

import static io.shiplog.simulator.WireBugs.about;
import static io.shiplog.simulator.WireBugs.edited;
import static io.shiplog.simulator.WireBugs.says;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.simulator.WireBugs.Bug;
import io.shiplog.topics.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Bugs of what ends with a namespace, for {@link PlantedBugs}. */
final class NamespaceBugs {

  private static final String STANDINGS = Catalogue.NAMESPACE_STANDINGS.qualifiedName() + "/";

  private NamespaceBugs() {}

  /** The shard of the Events is not told that a namespace ends, nor asked whether it may. */
  static Bug silentEnd() {
    return record -> {
      if (!about(record, Topics.COMMANDS, STANDINGS)) {
        return record;
      }
      if (says(record, "\"terminating\":true")) {
        return null;
      }
      return says(record, "\"finalize\"") ? onMainShard(record) : record;
    };
  }

  private static ProducerRecord<String, byte[]> onMainShard(ProducerRecord<String, byte[]> record) {
    String key = record.key().replace(STANDINGS, Catalogue.NAMESPACES.qualifiedName() + "/");
    ProducerRecord<String, byte[]> asked =
        edited(record, command -> ((ObjectNode) command.at("/operations/0")).put("key", key));
    return new ProducerRecord<>(
        asked.topic(), Catalogue.MAIN_SHARD, null, key, asked.value(), asked.headers());
  }

  /** Objects are written to a namespace that nobody made. */
  static Bug nowhere(String keys) {
    return record ->
        about(record, Topics.OBJECTS, keys)
            ? new ProducerRecord<>(
                record.topic(),
                record.partition(),
                null,
                record.key().replace("/team-", "/nowhere-"),
                record.value(),
                record.headers())
            : record;
  }
}
