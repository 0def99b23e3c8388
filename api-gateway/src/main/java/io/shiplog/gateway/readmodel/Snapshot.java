package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The objects of one kind at one version. It stays as it is, whatever happens to them.
 *
 * @param version the shard's version
 * @param objects all of the kind
 */
record Snapshot(long version, SortedObjects objects) {

  /**
   * The selected objects in key order, or part of them.
   *
   * @param after where to go on: the first key not to return is this one; null from the start
   * @param limit how many at most; 0 for all
   */
  Page page(Selection selection, ObjectKey after, long limit) {
    Range range = range(selection);
    int next = after == null ? range.from() : Math.max(range.from(), objects.rank(behind(after)));
    Iterator<StoredObject> candidates = objects.between(next, range.to());
    List<StoredObject> found = new ArrayList<>();
    for (; candidates.hasNext(); next++) {
      StoredObject object = candidates.next();
      if (selection.matches(object)) {
        if (limit > 0 && found.size() == limit) {
          return new Page(version, found, true, range.to() - next);
        }
        found.add(object);
      }
    }
    return new Page(version, found, false, 0);
  }

  /** Those among which all selected objects are. */
  Iterator<StoredObject> candidates(Selection selection) {
    Range range = range(selection);
    return objects.between(range.from(), range.to());
  }

  private record Range(int from, int to) {}

  private Range range(Selection selection) {
    String resource = selection.type().qualifiedName();
    String namespace = selection.namespace();
    Optional<String> name = selection.name();
    if (namespace.isEmpty() && (name.isEmpty() || selection.type().namespaced())) {
      return new Range(0, objects.size());
    }
    ObjectKey first = new ObjectKey(resource, namespace, name.orElse(""));
    ObjectKey end =
        name.isPresent() ? behind(first) : new ObjectKey(resource, namespace + "\0", "");
    return new Range(objects.rank(first), objects.rank(end));
  }

  /** The least key that is greater. */
  private static ObjectKey behind(ObjectKey key) {
    return key.withName(key.name() + "\0");
  }
}
