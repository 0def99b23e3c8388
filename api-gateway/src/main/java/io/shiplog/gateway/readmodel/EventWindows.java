package io.shiplog.gateway.readmodel;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The recent events of every kind. Each kind has a window of its own, so that one that changes all
 * the time does not push out what a quiet one has to tell; where all together hold too much, the
 * kind that holds most gives way. Not thread-safe.
 */
final class EventWindows {

  /** How often at most it is seen whether anything is too old. */
  private static final long SWEEP_MILLIS = 10_000;

  private final WindowBounds bounds;
  private final InstantSource clock;
  private final Map<String, EventWindow> windows = new HashMap<>();
  private long bytes;
  private long swept;

  EventWindows(WindowBounds bounds, InstantSource clock) {
    this.bounds = bounds;
    this.clock = clock;
    this.swept = clock.millis();
  }

  /** The window of a kind, by its qualified name. */
  EventWindow of(String resource) {
    return windows.computeIfAbsent(resource, kind -> new EventWindow());
  }

  /**
   * Takes the newest event of its kind in, and lets the oldest go where there are too many.
   *
   * @param then all objects of the kind after it
   */
  void add(ObjectEvent event, SortedObjects then) {
    long now = clock.millis();
    EventWindow window = of(event.key().resource());
    bytes += event.weight();
    window.add(event, then, now);
    if (window.size() > bounds.events()) {
      dropOldest(window);
    }
    while (bytes > bounds.bytes()) {
      dropOldest(largest());
    }
    if (now - swept >= SWEEP_MILLIS) {
      swept = now;
      windows.values().forEach(one -> dropBefore(one, now - bounds.age().toMillis()));
    }
  }

  /**
   * Forgets all of a kind: nothing up to this version can be told any more.
   *
   * @param then all objects of the kind at that version
   */
  void restartAfter(String resource, long resourceVersion, SortedObjects then) {
    EventWindow window = of(resource);
    bytes -= window.bytes();
    window.restartAfter(resourceVersion, then);
  }

  private void dropBefore(EventWindow window, long millis) {
    while (window.beganBefore(millis)) {
      dropOldest(window);
    }
  }

  private void dropOldest(EventWindow window) {
    bytes -= window.bytes();
    window.dropOldest();
    bytes += window.bytes();
  }

  private EventWindow largest() {
    return windows.values().stream()
        .max(Comparator.comparingLong(EventWindow::bytes))
        .orElseThrow();
  }
}
