package io.shiplog.simulator.invariant;

import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.WatchItem;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.simulator.FakeWatcher;
import io.shiplog.simulator.VirtualLog;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What one watcher was told, held against what happened to the objects it asked for. */
final class WatcherDiary {

  private final FakeWatcher watcher;
  private final VirtualLog log;
  private final List<Change> changes = new ArrayList<>();
  private Map<ObjectKey, Long> knows = new HashMap<>();
  private int next;

  /** What is in the selection after the changes up to {@link #thereAfter}. */
  private final Map<ObjectKey, Long> there = new HashMap<>();

  private int thereAfter;
  private int read;

  /** Changes before this offset may have been compacted away before they could be told. */
  private int maySkipBelow;

  /** A change of an object of the kind; afterwards the object is in the selection or not. */
  private record Change(ObjectKey key, long version, int offset, boolean is) {}

  WatcherDiary(FakeWatcher watcher, VirtualLog log) {
    this.watcher = watcher;
    this.log = log;
  }

  /** Takes in what was written. */
  void happened(Written written) {
    if (written.key().resource().equals(watcher.selection().type().qualifiedName())) {
      boolean is = selected(written.key(), written.after());
      changes.add(new Change(written.key(), written.resourceVersion(), (int) written.offset(), is));
    }
  }

  private boolean selected(ObjectKey key, KubeObject object) {
    Selection selection = watcher.selection();
    return object != null
        && (selection.namespace().isEmpty() || selection.namespace().equals(key.namespace()))
        && selection.labels().matches(object.labels());
  }

  /** Compares what the watcher was told since the last call. */
  Optional<String> check() {
    Optional<String> wrong = Optional.empty();
    for (; wrong.isEmpty() && read < watcher.told().size(); read++) {
      wrong =
          switch (watcher.told().get(read)) {
            case WatchNote.Listed list -> listed(list);
            case WatchNote.Item item -> heard(item);
            case WatchNote.Bookmark bookmark -> skipped(firstAfter(bookmark.version()));
            case WatchNote.ReadAnew anew -> {
              maySkipBelow = anew.end();
              yield Optional.empty();
            }
          };
    }
    return wrong;
  }

  /** What it has not been told yet. */
  Optional<String> missed() {
    return skipped(changes.size());
  }

  private Optional<String> listed(WatchNote.Listed list) {
    next = firstAfter(list.version());
    maySkipBelow = 0;
    goThrough(next);
    knows = new HashMap<>(list.objects());
    return there.equals(knows)
        ? Optional.empty()
        : Optional.of(
            "is shown at %d %s, and there were %s"
                .formatted(list.version(), new TreeMap<>(knows), new TreeMap<>(there)));
  }

  /** Goes on from the last list, or from the beginning where that was a later one. */
  private void goThrough(int end) {
    if (end < thereAfter) {
      there.clear();
      thereAfter = 0;
    }
    for (; thereAfter < end; thereAfter++) {
      take(there, changes.get(thereAfter));
    }
  }

  private Optional<String> heard(WatchNote.Item item) {
    int at = firstAfter(item.version() - 1);
    if (at < next || at == changes.size() || changes.get(at).version() != item.version()) {
      return Optional.of("is told " + item + ", again or of nothing");
    }
    Change change = changes.get(at);
    boolean knew = knows.containsKey(change.key());
    WatchItem.Type type =
        !change.is()
            ? WatchItem.Type.DELETED
            : knew ? WatchItem.Type.MODIFIED : WatchItem.Type.ADDED;
    if (!change.key().equals(item.key()) || type != item.type() || (!knew && !change.is())) {
      return Optional.of("is told " + item + " of " + change + ", which it knew: " + knew);
    }
    Optional<String> missed = skipped(at);
    take(knows, change);
    next = at + 1;
    return missed;
  }

  /**
   * Whether a change before this one should have been told: one of an object that was, or is now,
   * in the selection, as far as the watcher knows.
   */
  private Optional<String> skipped(int end) {
    for (int at = next; at < end; at++) {
      Change change = changes.get(at);
      boolean concerns = change.is() || knows.containsKey(change.key());
      boolean superseded = change.offset() < maySkipBelow && compactedAway(change);
      if (concerns && !superseded) {
        return Optional.of("is not told of " + change);
      }
    }
    next = Math.max(next, end);
    return Optional.empty();
  }

  private boolean compactedAway(Change change) {
    return !log.partition(Topics.OBJECTS, watcher.selection().type().shard())
        .holds(change.offset());
  }

  private int firstAfter(long version) {
    int at = changes.size();
    while (at > 0 && changes.get(at - 1).version() > version) {
      at--;
    }
    return at;
  }

  private static void take(Map<ObjectKey, Long> objects, Change change) {
    if (change.is()) {
      objects.put(change.key(), change.version());
    } else {
      objects.remove(change.key());
    }
  }
}
