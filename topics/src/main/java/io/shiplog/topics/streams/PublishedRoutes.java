package io.shiplog.topics.streams;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.PartitionReading;
import io.shiplog.topics.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The Services and Nodes that have a route, as {@code routes} says. */
final class PublishedRoutes implements Published {

  private static final Logger LOG = Logger.getLogger(PublishedRoutes.class);
  private static final TopicPartition ROUTES = new TopicPartition(Topics.ROUTES, 0);

  private final KafkaSettings kafka;

  PublishedRoutes(KafkaSettings kafka) {
    this.kafka = kafka;
  }

  @Override
  public Set<ObjectKey> objects(int shard) {
    if (shard != Catalogue.MAIN_SHARD) {
      return Set.of();
    }
    Set<ObjectKey> owners = new HashSet<>();
    try (KafkaConsumer<String, byte[]> consumer = kafka.openBriefConsumer(Map.of())) {
      consumer.assign(List.of(ROUTES));
      consumer.seekToBeginning(List.of(ROUTES));
      PartitionReading.toEnd(consumer, ROUTES, record -> take(record, owners));
    }
    return owners;
  }

  private static void take(ConsumerRecord<String, byte[]> record, Set<ObjectKey> owners) {
    try {
      ObjectKey owner = RouteKey.parse(record.key());
      if (record.value() == null) {
        owners.remove(owner);
      } else {
        owners.add(owner);
      }
    } catch (IllegalArgumentException e) {
      LOG.warnf("record %s of %s is nobody's route", record.key(), Topics.ROUTES);
    }
  }
}
