package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import java.util.Iterator;
import java.util.Set;

/** What there is of one kind, what became of it lately, and who watches it. */
final class KindTable {

  private final EventWindow window;
  private final WatcherIndex watchers = new WatcherIndex();
  private volatile SortedObjects objects = SortedObjects.empty();

  KindTable(EventWindow window) {
    this.window = window;
  }

  /** All objects as they are now; any thread may ask. */
  SortedObjects objects() {
    return objects;
  }

  /** What becomes of the objects; by one thread at a time. */
  void become(SortedObjects next) {
    objects = next;
  }

  /**
   * Takes out what is gone, nobody knows when; then whoever watches has to list anew.
   *
   * @param keys those of all objects there are
   * @return how many objects went
   */
  int keep(Set<String> keys) {
    SortedObjects before = objects;
    SortedObjects kept = before;
    Iterator<StoredObject> all = before.between(0, before.size());
    while (all.hasNext()) {
      ObjectKey key = all.next().key();
      if (!keys.contains(key.toString())) {
        kept = kept.without(key);
      }
    }
    objects = kept;
    int gone = before.size() - kept.size();
    if (gone > 0) {
      watchers.forEach(Watcher::breakOff);
    }
    return gone;
  }

  EventWindow window() {
    return window;
  }

  WatcherIndex watchers() {
    return watchers;
  }
}
