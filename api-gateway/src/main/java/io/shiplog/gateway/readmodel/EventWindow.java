package io.shiplog.gateway.readmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The recent events of one shard, oldest first, bounded in number and in bytes. A watch can start
 * from any version in it. Not thread-safe.
 */
final class EventWindow {

  private final int maxEvents;
  private final long maxBytes;
  private final Deque<ObjectEvent> events = new ArrayDeque<>();
  private long bytes;
  private long floor;

  EventWindow(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /** Takes the newest event in, and lets the oldest go where there are too many. */
  void add(ObjectEvent event) {
    events.addLast(event);
    bytes += event.weight();
    while (events.size() > maxEvents || bytes > maxBytes) {
      ObjectEvent gone = events.removeFirst();
      bytes -= gone.weight();
      floor = gone.resourceVersion();
    }
  }

  /** Forgets everything: nothing up to this version can be told any more. */
  void restartAfter(long resourceVersion) {
    events.clear();
    bytes = 0;
    floor = resourceVersion;
  }

  /** The oldest version a watch can start from. */
  long floor() {
    return floor;
  }

  /** The events after a version, oldest first. The caller has compared it with the floor. */
  List<ObjectEvent> after(long resourceVersion) {
    List<ObjectEvent> newest = new ArrayList<>();
    Iterator<ObjectEvent> backwards = events.descendingIterator();
    while (backwards.hasNext()) {
      ObjectEvent event = backwards.next();
      if (event.resourceVersion() <= resourceVersion) {
        break;
      }
      newest.add(event);
    }
    return newest.reversed();
  }
}
