package io.shiplog.gateway.readmodel;

import io.shiplog.model.Catalogue;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * The objects in memory, the recent events, and who watches. One thread applies changes; any may
 * read. A list and the version it carries, and a watch and the version it starts at, are taken
 * under one lock: nothing falls between them.
 */
public final class ObjectStore {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, NavigableMap<ObjectKey, StoredObject>> tables = new HashMap<>();
  private final EventWindows windows;
  private final long[] versions = new long[Catalogue.SHARDS];
  private final Map<String, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  /** Why each object that is there and cannot be read cannot be read, by its key. */
  private final Map<String, String> unknown = new ConcurrentHashMap<>();

  /** Whether the log is read from its beginning once more. */
  private boolean again;

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
      tables.put(type.qualifiedName(), new TreeMap<>());
      watchers.put(type.qualifiedName(), ConcurrentHashMap.newKeySet());
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
    return reading(() -> Optional.ofNullable(table(key.resource()).get(key)));
  }

  /** How far a shard has been read. */
  public long version(int shard) {
    return reading(() -> versions[shard]);
  }

  /** How many objects of a kind there are. */
  public int count(ResourceType type) {
    return reading(() -> table(type.qualifiedName()).size());
  }

  /** How many watch a kind. */
  public int watchers(ResourceType type) {
    return watchers.get(type.qualifiedName()).size();
  }

  /**
   * A list, or part of one.
   *
   * @param after where to go on: the first key not to return is this one; null from the start
   * @param limit how many at most; 0 for all
   */
  public Page list(Selection selection, ObjectKey after, long limit) {
    return reading(
        () -> {
          Collection<StoredObject> range = range(selection, after);
          List<StoredObject> found = new ArrayList<>();
          long seen = 0;
          for (StoredObject object : range) {
            boolean selected = selection.matches(object);
            if (selected && limit > 0 && found.size() == limit) {
              return new Page(version(selection), found, true, range.size() - seen);
            }
            seen++;
            if (selected) {
              found.add(object);
            }
          }
          return new Page(version(selection), found, false, 0);
        });
  }

  /**
   * Watches the current state as ADDED events, then whatever happens.
   *
   * @param announceEnd whether to mark the end of the initial events
   * @param signal run, by any thread and at once, when items wait again after there were none
   */
  public Watcher watchState(Selection selection, boolean announceEnd, Runnable signal) {
    Watcher watcher = new Watcher(this, selection, 0, signal);
    return reading(
        () -> {
          for (StoredObject object : range(selection, null)) {
            if (selection.matches(object)) {
              watcher.seed(WatchItem.added(object));
            }
          }
          if (announceEnd) {
            watcher.seed(new WatchItem(WatchItem.Type.INITIAL_END, null, version(selection)));
          }
          return register(watcher);
        });
  }

  /**
   * Watches what happens after a version, also one that this store has not reached yet.
   *
   * @throws ApiException 410 if the version is no longer in the window, or if what lies between it
   *     and the store's may be gone from the log
   */
  public Watcher watchAfter(Selection selection, long resourceVersion, Runnable signal) {
    Watcher watcher = new Watcher(this, selection, resourceVersion, signal);
    return reading(
        () -> {
          if (again && ahead(watcher)) {
            throw new ApiException(
                Status.expired(
                    "the log is being read anew, and may lack what came before resource version "
                        + resourceVersion));
          }
          for (ObjectEvent event : eventsAfter(selection.type(), resourceVersion)) {
            watcher.seed(event);
          }
          return register(watcher);
        });
  }

  /** Whether a list at this past version would be the same as one now. */
  public boolean unchangedSince(ResourceType type, long resourceVersion) {
    return reading(
        () ->
            resourceVersion <= versions[type.shard()]
                && windows.of(type.qualifiedName()).floor() <= resourceVersion
                && eventsAfter(type, resourceVersion).isEmpty());
  }

  /**
   * Applies a state of an object, or its deletion. States that are already known are ignored, so
   * that the log may be read again from its beginning.
   *
   * @param after the new state; null for a deletion
   * @return what happened; empty if nothing did
   */
  Optional<ObjectEvent> apply(ObjectKey key, long resourceVersion, StoredObject after) {
    int shard = Catalogue.shardOf(key);
    lock.writeLock().lock();
    try {
      if (resourceVersion <= versions[shard] || !tables.containsKey(key.resource())) {
        return Optional.empty();
      }
      versions[shard] = resourceVersion;
      Map<ObjectKey, StoredObject> table = table(key.resource());
      StoredObject before = after == null ? table.remove(key) : table.put(key, after);
      if (before == null && after == null) {
        // Compaction took the last state: a watch from before cannot be told what went.
        windows.restartAfter(key.resource(), resourceVersion);
        return Optional.empty();
      }
      ObjectEvent event = new ObjectEvent(key, resourceVersion, before, after);
      if (again && before != null && after != null && !before.uid().equals(after.uid())) {
        // Compaction took the end of the one before: nobody can be told of it.
        windows.restartAfter(key.resource(), resourceVersion);
        watchers.get(key.resource()).forEach(Watcher::breakOff);
      } else {
        windows.add(event);
        watchers.get(key.resource()).forEach(watcher -> watcher.offer(event));
      }
      return Optional.of(event);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * The log is read from its beginning once more, and may lack by now what was superseded after
   * this store's version. Who knows more than the store, from another gateway, could not be told
   * what that was: such watches break off, and none begins until {@link #readToTheEnd}.
   */
  void readAgain() {
    lock.writeLock().lock();
    try {
      again = true;
      watchers
          .values()
          .forEach(some -> some.stream().filter(this::ahead).forEach(Watcher::breakOff));
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** All that was in the log has been read, for the first time or once more. */
  void readToTheEnd() {
    lock.writeLock().lock();
    try {
      again = false;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean ahead(Watcher watcher) {
    return watcher.after() > version(watcher.selection());
  }

  /** Whether nothing was ever put in. */
  boolean untouched() {
    return reading(() -> Arrays.stream(versions).allMatch(version -> version == 0));
  }

  /** Puts a state in that was there before anybody watched: it makes no event. */
  void load(StoredObject object) {
    lock.writeLock().lock();
    try {
      table(object.key().resource()).put(object.key(), object);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Moves a shard's version on where no object changed. */
  void advance(int shard, long resourceVersion) {
    lock.writeLock().lock();
    try {
      versions[shard] = Math.max(versions[shard], resourceVersion);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Takes out what is gone, nobody knows when. Who watches such a kind has to list it anew.
   *
   * @param keys those of all objects of the shard there are
   * @return how many objects went
   */
  int keep(int shard, Set<String> keys) {
    int gone = 0;
    lock.writeLock().lock();
    try {
      for (ResourceType type : Catalogue.ALL) {
        if (type.shard() == shard) {
          gone += keep(type, keys);
        }
      }
      if (gone > 0) {
        restartWindows(shard);
      }
    } finally {
      lock.writeLock().unlock();
    }
    return gone;
  }

  private int keep(ResourceType type, Set<String> keys) {
    Set<ObjectKey> kept = table(type.qualifiedName()).keySet();
    int before = kept.size();
    kept.removeIf(key -> !keys.contains(key.toString()));
    if (kept.size() < before) {
      watchers.get(type.qualifiedName()).forEach(Watcher::breakOff);
    }
    return before - kept.size();
  }

  /** Lets go of the events of a shard: what is older cannot be watched from. */
  void forgetEvents(int shard) {
    lock.writeLock().lock();
    try {
      restartWindows(shard);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void restartWindows(int shard) {
    for (ResourceType type : Catalogue.ALL) {
      if (type.shard() == shard) {
        windows.restartAfter(type.qualifiedName(), versions[shard]);
      }
    }
  }

  /** A bookmark, unless the watcher's client is farther than this store. */
  void bookmark(Watcher watcher) {
    reading(
        () -> {
          long version = version(watcher.selection());
          if (version >= watcher.after()) {
            watcher.offer(new WatchItem(WatchItem.Type.BOOKMARK, null, version));
          }
          return version;
        });
  }

  void end(Watcher watcher) {
    watchers.get(watcher.selection().type().qualifiedName()).remove(watcher);
  }

  private Watcher register(Watcher watcher) {
    watchers.get(watcher.selection().type().qualifiedName()).add(watcher);
    return watcher;
  }

  private Collection<ObjectEvent> eventsAfter(ResourceType type, long resourceVersion) {
    EventWindow window = windows.of(type.qualifiedName());
    if (resourceVersion < window.floor()) {
      throw new ApiException(
          Status.expired(
              "too old resource version: " + resourceVersion + " (" + window.floor() + ")"));
    }
    return window.after(resourceVersion);
  }

  private long version(Selection selection) {
    return versions[selection.type().shard()];
  }

  private Collection<StoredObject> range(Selection selection, ObjectKey after) {
    String resource = selection.type().qualifiedName();
    NavigableMap<ObjectKey, StoredObject> table = table(resource);
    if (!selection.namespace().isEmpty()) {
      ObjectKey first = new ObjectKey(resource, selection.namespace(), "");
      ObjectKey end = new ObjectKey(resource, selection.namespace() + "\0", "");
      table = table.subMap(first, true, end, false);
    }
    return after == null ? table.values() : table.tailMap(after, false).values();
  }

  private NavigableMap<ObjectKey, StoredObject> table(String resource) {
    return tables.getOrDefault(resource, new TreeMap<>());
  }

  private <T> T reading(Supplier<T> read) {
    lock.readLock().lock();
    try {
      return read.get();
    } finally {
      lock.readLock().unlock();
    }
  }
}
