package io.shiplog.topics.streams;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.Topics;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** The Nodes that have an inbox: a topic of their own, which outlives them. */
final class PublishedInboxes implements Published {

  private final KafkaSettings kafka;

  PublishedInboxes(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  @Override
  public Set<ObjectKey> objects(int shard) {
    if (shard != Catalogue.MAIN_SHARD) {
      return Set.of();
    }
    try (Admin admin = Admin.create(kafka.common())) {
      Set<ObjectKey> nodes = new HashSet<>();
      for (String topic : admin.listTopics().names().get()) {
        Topics.nodeOfInbox(topic).ifPresent(name -> nodes.add(Catalogue.NODES.key("", name)));
      }
      return nodes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be listed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were listed", e);
    }
  }
}
