package io.shiplog.simulator;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.topics.Topics;
import io.shiplog.topics.streams.Published;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What services have put out, as a simulation's log tells it. */
final class PublishedInLog {

  private PublishedInLog() {}

  /** The Services and Nodes that have a route. */
  static Published routes(VirtualLog log) {
    return shard -> shard == Catalogue.MAIN_SHARD ? routed(log) : Set.of();
  }

  /** The Nodes that have an inbox. */
  static Published inboxes(VirtualLog log) {
    return shard -> shard == Catalogue.MAIN_SHARD ? nodes(log) : Set.of();
  }

  private static Set<ObjectKey> routed(VirtualLog log) {
    Set<ObjectKey> owners = new TreeSet<>();
    for (ConsumerRecord<String, byte[]> route :
        log.partition(Topics.ROUTES, 0).read(0, Integer.MAX_VALUE)) {
      ObjectKey owner = RouteKey.parse(route.key());
      if (route.value() == null) {
        owners.remove(owner);
      } else {
        owners.add(owner);
      }
    }
    return owners;
  }

  private static Set<ObjectKey> nodes(VirtualLog log) {
    Set<ObjectKey> nodes = new TreeSet<>();
    for (String topic : log.topics()) {
      Topics.nodeOfInbox(topic).ifPresent(name -> nodes.add(Catalogue.NODES.key("", name)));
    }
    return nodes;
  }
}
