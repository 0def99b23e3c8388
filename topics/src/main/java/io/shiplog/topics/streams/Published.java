package io.shiplog.topics.streams;

import io.shiplog.model.ObjectKey;
import io.shiplog.topics.KafkaSettings;
import java.util.Set;

/**
 * The objects for which a service has put out something that stands until the service takes it
 * back. It asks when it starts: of an object that went while it was away for longer than tombstones
 * are kept, nothing else is left that would tell.
 */
@FunctionalInterface
public interface Published {

  /** Of a service that writes commands alone: the ledger judges these. */
  Published NOTHING = shard -> Set.of();

  /**
   * The objects, whether they still exist or not.
   *
   * @param shard those of this shard alone
   * @throws RuntimeException if Kafka does not tell
   */
  Set<ObjectKey> objects(int shard);

  /** The Services and Nodes that have a route. */
  static Published routes(KafkaSettings kafka) {
    return new PublishedRoutes(kafka);
  }

  /** The Nodes that have an inbox, be it an empty one. */
  static Published inboxes(KafkaSettings kafka) {
    return new PublishedInboxes(kafka);
  }
}
