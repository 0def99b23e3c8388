package io.shiplog.gateway.readmodel;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One watch: a bounded queue between the thread that reads the log and whoever writes to the
 * client. A watcher that falls too far behind is ended; its client lists again.
 */
public final class Watcher implements AutoCloseable {

  /** How many live events may wait before a watcher is too slow. */
  static final int MAX_WAITING = 10_000;

  /** And how many bytes of them. */
  static final long MAX_WAITING_BYTES = 64L << 20;

  private final ObjectStore store;
  private final Selection selection;
  private final long after;
  private final Runnable signal;
  private final Queue<WatchItem> items = new ArrayDeque<>();
  private int seeds;
  private long waitingBytes;
  private boolean overflowed;

  /**
   * A watcher.
   *
   * @param after the version its client knows already. It may be ahead of the store, when the
   *     client learnt it from a gateway that has read farther
   */
  Watcher(ObjectStore store, Selection selection, long after, Runnable signal) {
    this.store = store;
    this.selection = selection;
    this.after = after;
    this.signal = signal;
  }

  Selection selection() {
    return selection;
  }

  /** The next item, or null if there is none now; the signal is given when there is one again. */
  public synchronized WatchItem poll() {
    WatchItem item = items.poll();
    if (seeds > 0) {
      seeds--;
    } else if (item != null) {
      waitingBytes -= weight(item);
    }
    return item;
  }

  private static long weight(WatchItem item) {
    return item.object() == null ? 0 : item.object().bytes().length;
  }

  /** Whether events were lost because the client was too slow: the watch must be ended. */
  public synchronized boolean overflowed() {
    return overflowed;
  }

  /** Puts a bookmark behind the events so far. */
  public void requestBookmark() {
    store.bookmark(this);
  }

  /** Ends the watch; nothing is queued any more. */
  @Override
  public void close() {
    store.end(this);
  }

  /** Items that are there from the start do not count as waiting. */
  synchronized void seed(WatchItem item) {
    items.add(item);
    seeds++;
  }

  /** The version its client knows already. */
  long after() {
    return after;
  }

  void offer(ObjectEvent event) {
    WatchItem item = seenBy(event);
    if (item != null && event.resourceVersion() > after) {
      offer(item);
    }
  }

  void offer(WatchItem item) {
    boolean first;
    synchronized (this) {
      if (overflowed) {
        return;
      }
      first = items.isEmpty();
      if (items.size() - seeds >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES) {
        overflow();
      } else {
        items.add(item);
        waitingBytes += weight(item);
      }
    }
    if (first || overflowed()) {
      signal.run();
    }
  }

  /** Ends it as if it had fallen behind: its client lists anew. */
  void breakOff() {
    synchronized (this) {
      overflow();
    }
    signal.run();
  }

  private void overflow() {
    overflowed = true;
    items.clear();
    seeds = 0;
    waitingBytes = 0;
  }

  /** What this event is to the selection: an object may enter or leave it by a mere change. */
  private WatchItem seenBy(ObjectEvent event) {
    boolean was = event.before() != null && selection.matches(event.before());
    boolean is = event.after() != null && selection.matches(event.after());
    if (is) {
      WatchItem.Type type = was ? WatchItem.Type.MODIFIED : WatchItem.Type.ADDED;
      return new WatchItem(type, event.after(), event.resourceVersion());
    }
    return was
        ? new WatchItem(WatchItem.Type.DELETED, event.lastState(), event.resourceVersion())
        : null;
  }

  /** Replays a past event at the start of the watch. */
  void seed(ObjectEvent event) {
    WatchItem item = seenBy(event);
    if (item != null) {
      seed(item);
    }
  }
}
