package io.shiplog.gateway.readmodel;

import io.shiplog.ledger.decide.Ledger;
import io.shiplog.ledger.runtime.CommitListener.Decided;
import io.shiplog.ledger.runtime.CommitListener.Written;
import io.shiplog.model.ApiCatalogue;
import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Fact;
import io.shiplog.model.command.Outcome;
import io.shiplog.topics.CountedRecords;
import io.shiplog.topics.Headers;
import io.shiplog.topics.ObjectRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * What each record, and each commit of this process' own ledger, does to the store, and who hears
 * of it. Whichever comes first counts; one at a time.
 */
public final class LogApplier {

  private static final Logger LOG = Logger.getLogger(LogApplier.class);

  private static final String UNKNOWN_KIND = "this version does not know its kind";

  private final ApiCatalogue catalogue;
  private final ObjectStore store;
  private final List<LogListener> listeners;
  private final List<VersionWaits> waits;
  private final ObjectRecords records;
  private final Map<Integer, List<ConsumerRecord<String, byte[]>>> held = new HashMap<>();

  /**
   * How far the counter comes at most in one transaction. What is farther ahead of what is known is
   * held until the ledger's counter has come there; if it has not, it was not the ledger that wrote
   * it.
   */
  private static final long MOST_AT_ONCE = 1_000L * Ledger.MAX_OPERATIONS;

  private final long heap;
  private boolean following;
  private boolean shown;

  /**
   * Fills a store.
   *
   * @param catalogue the kinds that are shown; an object of another is kept as unknown
   * @param waits of each shard, who is told how far it came
   * @param heap how large the heap may get, in bytes: what does not fit is not begun to be read
   */
  LogApplier(
      ApiCatalogue catalogue,
      ObjectStore store,
      List<LogListener> listeners,
      List<VersionWaits> waits,
      SecretSeal seal,
      long heap) {
    this.catalogue = catalogue;
    this.store = store;
    this.listeners = listeners;
    this.waits = waits;
    this.heap = heap;
    this.records = new ObjectRecords(seal);
  }

  /** Fills a store, however large; listeners may come later. */
  public LogApplier(ObjectStore store, List<LogListener> listeners, SecretSeal seal) {
    this(
        Catalogue.BUILT_IN,
        store,
        listeners,
        IntStream.range(0, Catalogue.SHARDS).mapToObj(shard -> new VersionWaits()).toList(),
        seal,
        Long.MAX_VALUE);
  }

  /**
   * Begins to read the log from its start, as the case is for the first time or once more.
   *
   * @param since compaction may have taken records before this time, in milliseconds since 1970
   */
  synchronized CatchUp begin(long since) {
    following = false;
    // Also where nothing was in it: who watches an empty store is to be told what comes.
    boolean seen = shown || !store.untouched();
    if (!seen) {
      return new FirstReading(this, since, heap);
    }
    store.readAgain();
    return new NextReading(this, since);
  }

  /** The store has all that was in the log when reading began. */
  synchronized void follow() {
    following = true;
    shown = true;
    store.readToTheEnd();
  }

  /** Applies one record; one that cannot be read is reported, reading goes on. */
  synchronized void apply(ConsumerRecord<String, byte[]> record) {
    try {
      requireKey(record);
      if (record.topic().equals(Topics.OUTCOMES)) {
        applyOutcome(record);
      } else {
        applyObject(record);
      }
    } catch (IllegalArgumentException e) {
      report(record, e);
    }
  }

  private void applyOutcome(ConsumerRecord<String, byte[]> record) {
    if (listeners.stream().anyMatch(listener -> listener.awaits(record.key()))) {
      Outcome outcome = records.readOutcome(record.value());
      listeners.forEach(listener -> listener.decided(record.partition(), outcome));
    }
  }

  private void applyObject(ConsumerRecord<String, byte[]> record) {
    long version = ObjectRecords.resourceVersion(record);
    if (ObjectRecords.isCounter(record.key())) {
      decideHeld(record.partition(), version);
    } else if (version - store.version(record.partition()) > MOST_AT_ONCE) {
      held.computeIfAbsent(record.partition(), shard -> new ArrayList<>()).add(record);
      return;
    }
    applyCounted(record, version);
  }

  /** A ledger that had come so far wrote what is held, or did not. */
  private void decideHeld(int shard, long counted) {
    List<ConsumerRecord<String, byte[]>> waiting = held.remove(shard);
    if (waiting == null) {
      return;
    }
    for (ConsumerRecord<String, byte[]> record : waiting) {
      if (CountedRecords.within(record, counted)) {
        try {
          applyCounted(record, ObjectRecords.resourceVersion(record));
        } catch (IllegalArgumentException e) {
          report(record, e);
        }
      }
    }
  }

  private void applyCounted(ConsumerRecord<String, byte[]> record, long version) {
    if (version > store.version(record.partition())) {
      String commandId = Headers.text(record.headers(), Headers.COMMAND_ID);
      read(record, version).ifPresent(one -> tell(commandId, one.key(), version, one.stored()));
    }
    reached(record.partition(), version);
  }

  private void tell(String commandId, ObjectKey key, long version, StoredObject after) {
    store
        .apply(key, version, after)
        .ifPresent(event -> listeners.forEach(hears -> hears.changed(commandId, event)));
  }

  private void reached(int shard, long version) {
    store.advance(shard, version);
    waits.get(shard).reached(version);
  }

  /**
   * Applies what a ledger of this process committed, before it is read from the log. Where the
   * store has not come to where the batch begins, or is beyond, or the log is being read from its
   * start, nothing is done: the log will tell.
   */
  synchronized void apply(int shard, List<Decided> batch) {
    for (Decided decided : batch) {
      if (!following || !decided.written().stream().allMatch(one -> applyNext(shard, one))) {
        return;
      }
      listeners.forEach(listener -> listener.decided(shard, decided.outcome()));
    }
  }

  /** Applies a fact if it is the one that follows what is here. */
  private boolean applyNext(int shard, Written written) {
    Fact fact = written.fact();
    long version = fact.resourceVersion();
    if (version != store.version(shard) + 1) {
      return false;
    }
    String key = fact.key().toString();
    store.known(key);
    if (fact.type() != Fact.Type.DELETED && catalogue.decided(fact.key().resource()).isEmpty()) {
      String what = "object %s is there and cannot be read (resourceVersion %d): %s";
      store.unknown(key, what.formatted(key, version, UNKNOWN_KIND));
      LOG.errorf(what, key, version, UNKNOWN_KIND);
    }
    catalogue
        .byQualifiedName(fact.key().resource())
        .ifPresent(
            type -> tell(fact.commandId(), fact.key(), version, stored(type, fact, written)));
    reached(shard, version);
    return true;
  }

  private static StoredObject stored(ResourceType type, Fact fact, Written written) {
    return fact.type() == Fact.Type.DELETED
        ? null
        : StoredObject.of(
            type, fact.key(), fact.resourceVersion(), written.object(), fact.object());
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
    requireKey(record);
    if (ObjectRecords.isCounter(record.key())) {
      return Optional.empty();
    }
    ObjectKey key = ObjectKey.parse(record.key());
    Optional<ResourceType> decided = catalogue.decided(key.resource());
    if (decided.filter(type -> type.shard() != record.partition()).isPresent()) {
      // Of a kind that has moved to another shard since, whose versions these are not.
      return Optional.empty();
    }
    store.known(record.key());
    Optional<ResourceType> kind = catalogue.byQualifiedName(key.resource());
    if (record.value() != null && decided.isEmpty()) {
      report(record, new IllegalArgumentException(UNKNOWN_KIND));
    }
    return kind.map(
        type -> new Version(type, key, resourceVersion, records.object(record.value())));
  }

  /** Puts a state into the store that nobody is told of; one that cannot be read is reported. */
  void load(Version version) {
    try {
      store.load(version.stored());
    } catch (IllegalArgumentException e) {
      String what = "object " + version.key() + " is there and cannot be read";
      LOG.errorf(e, "%s: resourceVersion %d", what, version.resourceVersion());
      store.unknown(version.key().toString(), what + ": " + e.getMessage());
    }
  }

  /** Lets go of the events of a shard. */
  synchronized void forgetEvents(int shard) {
    store.forgetEvents(shard);
  }

  /** These are the keys of all objects of a shard: whatever else the store holds is gone. */
  synchronized void keep(int shard, Set<String> keys) {
    int gone = store.keep(shard, keys);
    if (gone > 0) {
      LOG.warnf("shard %d: %d objects went while the log was out of reach", shard, gone);
    }
  }

  /** Everything up to this version was loaded; events are told from here on. */
  void loaded(int shard, long resourceVersion) {
    store.advance(shard, resourceVersion);
    store.forgetEvents(shard);
    waits.get(shard).reached(resourceVersion);
  }

  /** Whoever may write to a topic may leave the key out, and no map here looks for that. */
  private static void requireKey(ConsumerRecord<String, byte[]> record) {
    if (record.key() == null) {
      throw new IllegalArgumentException("a record without a key");
    }
  }

  private void report(ConsumerRecord<String, byte[]> record, IllegalArgumentException why) {
    String place = CountedRecords.place(record);
    LOG.errorf(why, "%s (%s) cannot be read", place, record.key());
    if (record.topic().equals(Topics.OBJECTS) && record.key() != null) {
      String text = "object %s is there and cannot be read (%s): %s";
      store.unknown(record.key(), text.formatted(record.key(), place, why.getMessage()));
    }
  }
}
