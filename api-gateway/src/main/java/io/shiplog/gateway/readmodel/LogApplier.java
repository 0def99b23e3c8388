package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Outcome;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** What each record does to the store, and who hears of it. One thread. */
final class LogApplier {

  private static final Logger LOG = Logger.getLogger(LogApplier.class);

  private final ObjectStore store;
  private final List<LogListener> listeners;
  private final List<VersionWaits> waits;
  private final ObjectRecords records;

  LogApplier(
      ObjectStore store, List<LogListener> listeners, List<VersionWaits> waits, SecretSeal seal) {
    this.store = store;
    this.listeners = listeners;
    this.waits = waits;
    this.records = new ObjectRecords(seal);
  }

  /** Applies one record; one that cannot be read is reported and left out, reading goes on. */
  void apply(ConsumerRecord<String, byte[]> record) {
    try {
      if (record.topic().equals(Topics.OUTCOMES)) {
        Outcome outcome = records.readOutcome(record.value());
        listeners.forEach(listener -> listener.decided(record.partition(), outcome));
      } else {
        applyObject(record);
      }
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          e,
          "record %s-%d@%d (%s) cannot be read and is left out",
          record.topic(),
          record.partition(),
          record.offset(),
          record.key());
    }
  }

  /** Lets go of the events of every shard that are too old to be complete. */
  void forgetEvents() {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      store.forgetEvents(shard);
    }
  }

  private void applyObject(ConsumerRecord<String, byte[]> record) {
    long version = ObjectRecords.resourceVersion(record);
    if (!ObjectRecords.isCounter(record.key())) {
      ObjectKey key = ObjectKey.parse(record.key());
      Optional<ResourceType> type = Catalogue.byQualifiedName(key.resource());
      if (type.isPresent()) {
        StoredObject after = state(type.get(), key, version, record);
        String commandId = Headers.text(record.headers(), Headers.COMMAND_ID);
        store
            .apply(key, version, after)
            .ifPresent(event -> listeners.forEach(hears -> hears.changed(commandId, event)));
      }
    }
    store.advance(record.partition(), version);
    waits.get(record.partition()).reached(version);
  }

  private StoredObject state(
      ResourceType type, ObjectKey key, long version, ConsumerRecord<String, byte[]> record) {
    byte[] bytes = records.objectBytes(record);
    return bytes == null ? null : StoredObject.of(type, key, version, bytes);
  }
}
