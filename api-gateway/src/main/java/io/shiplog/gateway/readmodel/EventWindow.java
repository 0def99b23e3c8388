package io.shiplog.gateway.readmodel;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The recent events of one kind, oldest first, and what there was after each. A watch can start
 * from any version in it, and a list can be had at any. How much it holds is for {@link
 * EventWindows} to say. Not thread-safe.
 */
final class EventWindow {

  private final NavigableMap<Long, Kept> events = new TreeMap<>();
  private SortedObjects oldest = SortedObjects.empty();
  private long bytes;
  private long floor;

  private record Kept(ObjectEvent event, SortedObjects then, long millis) {}

  /**
   * Takes the newest event in.
   *
   * @param then all objects after it
   * @param millis when that is, in milliseconds since 1970
   */
  void add(ObjectEvent event, SortedObjects then, long millis) {
    events.put(event.resourceVersion(), new Kept(event, then, millis));
    bytes += event.weight();
  }

  /** Lets the oldest event go: nothing up to its version can be told any more. */
  void dropOldest() {
    Map.Entry<Long, Kept> gone = events.pollFirstEntry();
    bytes -= gone.getValue().event().weight();
    oldest = gone.getValue().then();
    floor = gone.getKey();
  }

  /**
   * Forgets everything: nothing up to this version can be told any more.
   *
   * @param then all objects at that version
   */
  void restartAfter(long resourceVersion, SortedObjects then) {
    events.clear();
    oldest = then;
    bytes = 0;
    floor = resourceVersion;
  }

  /** How many events it holds. */
  int size() {
    return events.size();
  }

  /** How much memory they cost, in bytes, roughly. */
  long bytes() {
    return bytes;
  }

  /** Whether the oldest event came before a time, in milliseconds since 1970. */
  boolean beganBefore(long millis) {
    return !events.isEmpty() && events.firstEntry().getValue().millis() < millis;
  }

  /** The oldest version a watch can start from. */
  long floor() {
    return floor;
  }

  /**
   * All objects as they were at a version that has been reached; empty if that is no longer known.
   */
  Optional<SortedObjects> at(long resourceVersion) {
    if (resourceVersion < floor) {
      return Optional.empty();
    }
    Map.Entry<Long, Kept> last = events.floorEntry(resourceVersion);
    return Optional.of(last == null ? oldest : last.getValue().then());
  }

  /** The events after a version, oldest first. The caller has compared it with the floor. */
  Collection<ObjectEvent> after(long resourceVersion) {
    return events.tailMap(resourceVersion, false).values().stream().map(Kept::event).toList();
  }
}
