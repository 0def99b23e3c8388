package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
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

  /**
   * Begins to read the log from its start, as the case is for the first time or once more.
   *
   * @param since compaction may have taken records before this time, in milliseconds since 1970
   */
  CatchUp begin(long since) {
    return store.untouched() ? new FirstReading(this, since) : new NextReading(this, since);
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
      report(record, e);
    }
  }

  private void applyObject(ConsumerRecord<String, byte[]> record) {
    long version = ObjectRecords.resourceVersion(record);
    if (version > store.version(record.partition())) {
      read(record, version).ifPresent(one -> tell(record, one));
    }
    store.advance(record.partition(), version);
    waits.get(record.partition()).reached(version);
  }

  private void tell(ConsumerRecord<String, byte[]> record, Version version) {
    String commandId = Headers.text(record.headers(), Headers.COMMAND_ID);
    store
        .apply(version.key(), version.resourceVersion(), version.stored())
        .ifPresent(event -> listeners.forEach(hears -> hears.changed(commandId, event)));
  }

  /**
   * What a record says, not yet applied; empty where it says nothing of a kind that is known. One
   * that cannot be opened is reported, too.
   */
  Optional<Version> version(ConsumerRecord<String, byte[]> record) {
    try {
      return read(record, ObjectRecords.resourceVersion(record));
    } catch (IllegalArgumentException e) {
      report(record, e);
      return Optional.empty();
    }
  }

  private Optional<Version> read(ConsumerRecord<String, byte[]> record, long resourceVersion) {
    if (ObjectRecords.isCounter(record.key())) {
      return Optional.empty();
    }
    ObjectKey key = ObjectKey.parse(record.key());
    return Catalogue.byQualifiedName(key.resource())
        .map(type -> new Version(type, key, resourceVersion, records.object(record.value())));
  }

  /** Puts a state into the store that nobody is told of; one that cannot be read is reported. */
  void load(Version version) {
    try {
      store.load(version.stored());
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          e, "%s@%d cannot be read and is left out", version.key(), version.resourceVersion());
    }
  }

  /** Lets go of the events of every shard. */
  void forgetEvents() {
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      store.forgetEvents(shard);
    }
  }

  /** Everything up to this version was loaded; events are told from here on. */
  void loaded(int shard, long resourceVersion) {
    store.advance(shard, resourceVersion);
    store.forgetEvents(shard);
    waits.get(shard).reached(resourceVersion);
  }

  private static void report(ConsumerRecord<String, byte[]> record, IllegalArgumentException why) {
    LOG.errorf(
        why,
        "record %s-%d@%d (%s) cannot be read and is left out",
        record.topic(),
        record.partition(),
        record.offset(),
        record.key());
  }
}
