package io.shiplog.gateway.readmodel;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
  private final long from;
  private final Runnable signal;
  private final Queue<WatchItem> items = new ArrayDeque<>();

  /** What it begins with, of which the next is sought when it is asked for. */
  private Iterator<WatchItem> beginning;

  private boolean begun;
  private long waitingBytes;
  private volatile boolean overflowed;

  private Watcher(
      ObjectStore store,
      Selection selection,
      long after,
      long from,
      Iterator<WatchItem> beginning,
      Runnable signal) {
    this.store = store;
    this.selection = selection;
    this.after = after;
    this.from = from;
    this.beginning = beginning;
    this.signal = signal;
  }

  /** A watcher of the objects of a snapshot, and of all that happens after it. */
  static Watcher ofState(
      ObjectStore store,
      Selection selection,
      Snapshot state,
      boolean announceEnd,
      Runnable signal) {
    Stream<WatchItem> added =
        stream(state.candidates(selection)).filter(selection::matches).map(WatchItem::added);
    Stream<WatchItem> end =
        announceEnd
            ? Stream.of(new WatchItem(WatchItem.Type.INITIAL_END, null, state.version()))
            : Stream.empty();
    Iterator<WatchItem> all = Stream.concat(added, end).iterator();
    return new Watcher(store, selection, 0, state.version(), all, signal);
  }

  /**
   * A watcher of past events and of all that happens after them.
   *
   * @param after the version its client knows already. It may be ahead of the store, when the
   *     client learnt it from a gateway that has read farther
   * @param past the events after that version, of the whole kind
   * @param reached the store's version
   */
  static Watcher after(
      ObjectStore store,
      Selection selection,
      long after,
      Collection<ObjectEvent> past,
      long reached,
      Runnable signal) {
    Iterator<WatchItem> seen =
        past.stream().map(event -> seenBy(selection, event)).filter(Objects::nonNull).iterator();
    return new Watcher(store, selection, after, Math.max(after, reached), seen, signal);
  }

  private static <T> Stream<T> stream(Iterator<T> all) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, 0), false);
  }

  Selection selection() {
    return selection;
  }

  /**
   * The next item, or null if there is none now; the signal is given when there is one again. By
   * one thread at a time.
   */
  public WatchItem poll() {
    if (overflowed) {
      return null;
    }
    if (beginning.hasNext()) {
      return beginning.next();
    }
    beginning = Collections.emptyIterator();
    synchronized (this) {
      begun = true;
      WatchItem item = items.poll();
      if (item != null) {
        waitingBytes -= weight(item);
      }
      return item;
    }
  }

  private static long weight(WatchItem item) {
    return item.object() == null ? 0 : item.object().bytes().length;
  }

  /** Whether events were lost because the client was too slow: the watch must be ended. */
  public boolean overflowed() {
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

  /** The version its client knows already. */
  long after() {
    return after;
  }

  /** Takes in what happened, if it concerns the selection and was not told at the beginning. */
  void offer(ObjectEvent event) {
    if (event.resourceVersion() > from) {
      WatchItem item = seenBy(selection, event);
      if (item != null) {
        offer(item);
      }
    }
  }

  void offer(WatchItem item) {
    boolean first;
    synchronized (this) {
      if (overflowed) {
        return;
      }
      first = begun && items.isEmpty();
      if (items.size() >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES) {
        overflow();
      } else {
        items.add(item);
        waitingBytes += weight(item);
      }
    }
    if (first || overflowed) {
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
    waitingBytes = 0;
  }

  /** What this event is to the selection: an object may enter or leave it by a mere change. */
  private static WatchItem seenBy(Selection selection, ObjectEvent event) {
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
}
