package io.shiplog.topics.streams;

import io.shiplog.model.Catalogue;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.TopicMaker;
import io.shiplog.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Sees to it that an inbox exists before anything is written to it. A producer that meets a topic
 * that is missing waits for it and then fails, so one Node that asks for an inbox and has no agent
 * would hold up the service. Not thread-safe: one task owns it.
 */
final class InboxTopics {

  private static final Logger LOG = Logger.getLogger(InboxTopics.class);

  private final KafkaSettings kafka;

  /** By node: whether its inbox can be written to. Null until the broker was asked. */
  private Map<String, Boolean> known;

  InboxTopics(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  /**
   * Makes a node's inbox if it is missing.
   *
   * @return false if there can be none, as where the node's name is too long for a topic's
   * @throws IllegalStateException if the broker does not answer
   */
  boolean ensure(String node) {
    if (known == null) {
      known = existing();
    }
    return known.computeIfAbsent(node, this::make);
  }

  private Map<String, Boolean> existing() {
    Map<String, Boolean> nodes = new HashMap<>();
    new PublishedInboxes(kafka)
        .objects(Catalogue.MAIN_SHARD)
        .forEach(node -> nodes.put(node.name(), true));
    return nodes;
  }

  private boolean make(String node) {
    try {
      TopicMaker.ensure(kafka, List.of(Topics.inbox(node)));
      return true;
    } catch (IllegalStateException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      LOG.errorf("node %s gets no inbox: %s", node, e.getMessage());
      return false;
    }
  }
}
