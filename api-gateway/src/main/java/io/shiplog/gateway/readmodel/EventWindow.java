package io.shiplog.gateway.readmodel;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The recent events of one kind, oldest first. A watch can start from any version in it. How much
 * it holds is for {@link EventWindows} to say. Not thread-safe.
 */
final class EventWindow {

  private final NavigableMap<Long, Kept> events = new TreeMap<>();
  private long bytes;
  private long floor;

  private record Kept(ObjectEvent event, long millis) {}

  /**
   * Takes the newest event in.
   *
   * @param millis when that is, in milliseconds since 1970
   */
  void add(ObjectEvent event, long millis) {
    events.put(event.resourceVersion(), new Kept(event, millis));
    bytes += event.weight();
  }

  /** Lets the oldest event go: nothing up to its version can be told any more. */
  void dropOldest() {
    Map.Entry<Long, Kept> gone = events.pollFirstEntry();
    bytes -= gone.getValue().event().weight();
    floor = gone.getKey();
  }

  /** Forgets everything: nothing up to this version can be told any more. */
  void restartAfter(long resourceVersion) {
    events.clear();
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

  /** The events after a version, oldest first. The caller has compared it with the floor. */
  Collection<ObjectEvent> after(long resourceVersion) {
    return events.tailMap(resourceVersion, false).values().stream().map(Kept::event).toList();
  }
}
