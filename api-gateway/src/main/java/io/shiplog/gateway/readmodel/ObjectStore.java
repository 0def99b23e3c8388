package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The objects in memory, the recent past, and who watches. One thread applies changes; any may
 * read. A snapshot and the version it carries, and a watch and the version it starts at, are taken
 * under one lock: nothing falls between them. What is done with a snapshot, and who is told of a
 * change, is seen to without it: neither waits for the other.
 */
public final class ObjectStore {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Held until all who watch have been told what the versions say: bookmarks come behind it. */
  private final Lock telling = new ReentrantLock();

  private final Map<String, KindTable> kinds = new HashMap<>();
  private final EventWindows windows;
  private final long[] versions = new long[Catalogue.SHARDS];

  /** Why each object that is there and cannot be read cannot be read, by its key. */
  private final Map<String, String> unknown = new ConcurrentHashMap<>();

  /** Whether the log is read from its beginning once more. */
  private boolean again;

  /** How far each shard had been read when that began. */
  private long[] beforeAgain = new long[Catalogue.SHARDS];

  /** An empty store with the usual bounds. */
  public ObjectStore() {
    this(WindowBounds.USUAL, InstantSource.system());
  }

  /**
   * An empty store.
   *
   * @param bounds how much of the past is kept
   * @param clock how old that is
   */
  public ObjectStore(WindowBounds bounds, InstantSource clock) {
    windows = new EventWindows(bounds, clock);
    for (ResourceType type : Catalogue.ALL) {
      kinds.put(type.qualifiedName(), new KindTable(windows.of(type.qualifiedName())));
    }
  }

  /** An object is there and cannot be read; the last state that could be stays. */
  void unknown(String key, String why) {
    unknown.put(key, why);
  }

  /** The object can be read, or is gone. */
  void known(String key) {
    unknown.remove(key);
  }

  /** How many objects are there that cannot be read. */
  public int unknown() {
    return unknown.size();
  }

  /**
   * The object under a key, for whoever is to be told where there is none.
   *
   * @throws ApiException 404 if there is none, 500 if it is there and cannot be read
   */
  public StoredObject require(ResourceType type, ObjectKey key) {
    String why = unknown.get(key.toString());
    if (why != null) {
      throw new ApiException(Status.internal(why));
    }
    return get(key).orElseThrow(() -> new ApiException(Status.notFound(type, key.name())));
  }

  /** The object under a key. */
  public Optional<StoredObject> get(ObjectKey key) {
    return Optional.ofNullable(kinds.get(key.resource())).map(kind -> kind.objects().get(key));
  }

  /** How far a shard has been read. */
  public long version(int shard) {
    return reading(() -> versions[shard]);
  }

  /** How many objects of a kind there are. */
  public int count(ResourceType type) {
    return kind(type).objects().size();
  }

  /** How many watch a kind. */
  public int watchers(ResourceType type) {
    return kind(type).watchers().size();
  }

  /**
   * A list as of now, or part of one.
   *
   * @param after where to go on: the first key not to return is this one; null from the start
   * @param limit how many at most; 0 for all
   */
  public Page list(Selection selection, ObjectKey after, long limit) {
    return reading(() -> now(selection.type())).page(selection, after, limit);
  }

  /**
   * The same as of a version that this store has reached.
   *
   * @return empty if it is no longer known what there was
   */
  public Optional<Page> listAt(
      long resourceVersion, Selection selection, ObjectKey after, long limit) {
    return reading(() -> at(selection.type(), resourceVersion))
        .map(snapshot -> snapshot.page(selection, after, limit));
  }

  private Snapshot now(ResourceType type) {
    return new Snapshot(versions[type.shard()], kind(type).objects());
  }

  /** While the log is read anew, what lies between may be gone from it. */
  private Optional<Snapshot> at(ResourceType type, long resourceVersion) {
    if (again && resourceVersion > beforeAgain[type.shard()]) {
      return Optional.empty();
    }
    return kind(type)
        .window()
        .at(resourceVersion)
        .map(objects -> new Snapshot(resourceVersion, objects));
  }

  /**
   * Watches the current state as ADDED events, then whatever happens.
   *
   * @param announceEnd whether to mark the end of the initial events
   * @param signal run, by any thread and at once, when items wait again after there were none
   */
  public Watcher watchState(Selection selection, boolean announceEnd, Runnable signal) {
    return reading(
        () ->
            register(Watcher.ofState(this, selection, now(selection.type()), announceEnd, signal)));
  }

  /**
   * Watches what happens after a version, also one that this store has not reached yet.
   *
   * @throws ApiException 410 if the version is no longer in the window, or if what lies between it
   *     and the store's may be gone from the log
   */
  public Watcher watchAfter(Selection selection, long resourceVersion, Runnable signal) {
    return reading(
        () -> {
          long reached = versions[selection.type().shard()];
          if (again && resourceVersion > reached) {
            throw new ApiException(
                Status.expired(
                    "the log is being read anew, and may lack what came before resource version "
                        + resourceVersion));
          }
          Collection<ObjectEvent> past = eventsAfter(selection.type(), resourceVersion);
          return register(Watcher.after(this, selection, resourceVersion, past, reached, signal));
        });
  }

  /**
   * Applies a state of an object, or its deletion. States that are already known are ignored, so
   * that the log may be read again from its beginning.
   *
   * @param after the new state; null for a deletion
   * @return what happened; empty if nothing did
   */
  Optional<ObjectEvent> apply(ObjectKey key, long resourceVersion, StoredObject after) {
    KindTable kind = kinds.get(key.resource());
    if (kind == null) {
      return Optional.empty();
    }
    telling.lock();
    try {
      Optional<ObjectEvent> event = writing(() -> take(kind, key, resourceVersion, after));
      event.ifPresent(told -> tell(kind, told));
      return event;
    } finally {
      telling.unlock();
    }
  }

  private Optional<ObjectEvent> take(
      KindTable kind, ObjectKey key, long resourceVersion, StoredObject after) {
    int shard = Catalogue.shardOf(key);
    if (resourceVersion <= versions[shard]) {
      return Optional.empty();
    }
    versions[shard] = resourceVersion;
    SortedObjects objects = kind.objects();
    StoredObject before = objects.get(key);
    SortedObjects next = after == null ? objects.without(key) : objects.with(after);
    kind.become(next);
    if (before == null && after == null) {
      // Compaction took the last state: a watch from before cannot be told what went.
      windows.restartAfter(key.resource(), resourceVersion, next);
      return Optional.empty();
    }
    ObjectEvent event = new ObjectEvent(key, resourceVersion, before, after);
    if (endUnheard(event)) {
      windows.restartAfter(key.resource(), resourceVersion, next);
    } else {
      windows.add(event, next);
    }
    return Optional.of(event);
  }

  /** Compaction took the end of the one before: nobody can be told of it. */
  private boolean endUnheard(ObjectEvent event) {
    return again
        && event.before() != null
        && event.after() != null
        && !event.before().uid().equals(event.after().uid());
  }

  /** Whoever began to watch since the change was made knows it, and passes over it. */
  private void tell(KindTable kind, ObjectEvent event) {
    if (endUnheard(event)) {
      kind.watchers().forEach(Watcher::breakOff);
    } else {
      kind.watchers().forEachConcerned(event, watcher -> watcher.offer(event));
    }
  }

  /**
   * The log is read from its beginning once more, and may lack by now what was superseded after
   * this store's version. Who knows more than the store, from another gateway, could not be told
   * what that was: such watches break off, and none begins until {@link #readToTheEnd}.
   */
  void readAgain() {
    writing(
        () -> {
          again = true;
          beforeAgain = versions.clone();
          return again;
        });
    kinds.values().forEach(kind -> kind.watchers().forEach(this::breakOffAhead));
  }

  private void breakOffAhead(Watcher watcher) {
    if (watcher.after() > version(watcher.selection().type().shard())) {
      watcher.breakOff();
    }
  }

  /** All that was in the log has been read, for the first time or once more. */
  void readToTheEnd() {
    writing(() -> again = false);
  }

  /** Whether nothing was ever put in. */
  boolean untouched() {
    return reading(() -> Arrays.stream(versions).allMatch(version -> version == 0));
  }

  /** Puts a state in that was there before anybody watched: it makes no event. */
  void load(StoredObject object) {
    KindTable kind = kinds.get(object.key().resource());
    kind.become(kind.objects().with(object));
  }

  /** Moves a shard's version on where no object changed. */
  void advance(int shard, long resourceVersion) {
    writing(() -> versions[shard] = Math.max(versions[shard], resourceVersion));
  }

  /**
   * Takes out what is gone, nobody knows when. Who watches such a kind has to list it anew.
   *
   * @param keys those of all objects of the shard there are
   * @return how many objects went
   */
  int keep(int shard, Set<String> keys) {
    return writing(
        () -> {
          int gone = 0;
          for (ResourceType type : Catalogue.ALL) {
            if (type.shard() == shard) {
              gone += kind(type).keep(keys);
            }
          }
          if (gone > 0) {
            restartWindows(shard);
          }
          return gone;
        });
  }

  /** Lets go of the events of a shard: what is older cannot be watched from. */
  void forgetEvents(int shard) {
    writing(
        () -> {
          restartWindows(shard);
          return shard;
        });
  }

  private void restartWindows(int shard) {
    for (ResourceType type : Catalogue.ALL) {
      if (type.shard() == shard) {
        windows.restartAfter(type.qualifiedName(), versions[shard], kind(type).objects());
      }
    }
  }

  /** A bookmark, unless the watcher's client is farther than this store. */
  void bookmark(Watcher watcher) {
    telling.lock();
    try {
      long version = version(watcher.selection().type().shard());
      if (version >= watcher.after()) {
        watcher.offer(new WatchItem(WatchItem.Type.BOOKMARK, null, version));
      }
    } finally {
      telling.unlock();
    }
  }

  void end(Watcher watcher) {
    kind(watcher.selection().type()).watchers().remove(watcher);
  }

  private Watcher register(Watcher watcher) {
    kind(watcher.selection().type()).watchers().add(watcher);
    return watcher;
  }

  private Collection<ObjectEvent> eventsAfter(ResourceType type, long resourceVersion) {
    EventWindow window = kind(type).window();
    if (resourceVersion < window.floor()) {
      throw new ApiException(
          Status.expired(
              "too old resource version: " + resourceVersion + " (" + window.floor() + ")"));
    }
    return window.after(resourceVersion);
  }

  private KindTable kind(ResourceType type) {
    return kinds.get(type.qualifiedName());
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T> T writing(Supplier<T> write) {
    lock.writeLock().lock();
    try {
      return write.get();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
