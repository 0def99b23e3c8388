package io.shiplog.gateway.readmodel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Who watches a kind, found by what they ask for: one object, the pods of a node, a namespace, or
 * all. So a change is shown to those whom it may concern, and not to thousands of nodes that each
 * ask for pods of their own. Thread-safe.
 */
final class WatcherIndex {

  private static final String NODE_NAME = "spec.nodeName";

  private final Map<Place, Set<Watcher>> places = new ConcurrentHashMap<>();

  private enum By {
    NAME,
    NODE,
    NAMESPACE,
    ALL
  }

  /** Each watcher is in one place, the narrowest that has all that it asks for. */
  private record Place(By by, String namespace, String value) {

    private static final Place ALL = new Place(By.ALL, "", "");

    static Place of(Selection selection) {
      Optional<String> name = selection.name();
      if (name.isPresent()) {
        return new Place(By.NAME, selection.namespace(), name.get());
      }
      Optional<String> node = selection.fields().exact(NODE_NAME);
      if (node.isPresent()) {
        return new Place(By.NODE, "", node.get());
      }
      return selection.namespace().isEmpty()
          ? ALL
          : new Place(By.NAMESPACE, selection.namespace(), "");
    }
  }

  void add(Watcher watcher) {
    places.compute(
        Place.of(watcher.selection()),
        (place, there) -> {
          Set<Watcher> some = there == null ? ConcurrentHashMap.newKeySet() : there;
          some.add(watcher);
          return some;
        });
  }

  void remove(Watcher watcher) {
    places.computeIfPresent(
        Place.of(watcher.selection()),
        (place, there) -> {
          there.remove(watcher);
          return there.isEmpty() ? null : there;
        });
  }

  /** How many there are. */
  int size() {
    return places.values().stream().mapToInt(Set::size).sum();
  }

  /** Does something with each. */
  void forEach(Consumer<Watcher> each) {
    places.values().forEach(some -> some.forEach(each));
  }

  /** Does something, once, with each whom an event may concern; labels are not looked at. */
  void forEachConcerned(ObjectEvent event, Consumer<Watcher> each) {
    String namespace = event.key().namespace();
    at(Place.ALL, each);
    at(new Place(By.NAME, namespace, event.key().name()), each);
    if (!namespace.isEmpty()) {
      at(new Place(By.NAME, "", event.key().name()), each);
      at(new Place(By.NAMESPACE, namespace, ""), each);
    }
    Place before = node(event.before());
    Place after = node(event.after());
    if (before != null) {
      at(before, each);
    }
    if (after != null && !after.equals(before)) {
      at(after, each);
    }
  }

  private static Place node(StoredObject state) {
    return state == null
        ? null
        : new Place(By.NODE, "", state.fields().getOrDefault(NODE_NAME, ""));
  }

  private void at(Place place, Consumer<Watcher> each) {
    Set<Watcher> some = places.get(place);
    if (some != null) {
      some.forEach(each);
    }
  }
}
