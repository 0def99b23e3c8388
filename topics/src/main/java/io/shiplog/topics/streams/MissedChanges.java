package io.shiplog.topics.streams;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened to objects between a service's committed position and the end of the log, as few
 * changes as say it: how far each object came, and each object that is gone or was replaced by
 * another of its name. The service may have seen part of it before it ended, and has to take back
 * what it said of those that are gone.
 */
final class MissedChanges {

  private final Map<ObjectKey, List<Change>> byKey = new LinkedHashMap<>();

  /** Adds a change; they come in order. */
  void add(Change change) {
    List<Change> known = byKey.computeIfAbsent(change.key(), key -> new ArrayList<>());
    KubeObject before = change.before();
    KubeObject after = change.after();
    if (before != null && after != null && !before.uid().equals(after.uid())) {
      // The end of the first was compacted away.
      add(new Change(change.key(), before, null));
      add(new Change(change.key(), null, after));
      return;
    }
    if (before != null && !known.isEmpty()) {
      Change last = known.removeLast();
      // Of what is gone the last state counts: it says where the object was.
      known.add(after == null ? change : new Change(change.key(), last.before(), after));
      return;
    }
    known.add(change);
  }

  /** The changes, oldest first for each object. */
  List<Change> all() {
    return byKey.values().stream().flatMap(List::stream).toList();
  }
}
