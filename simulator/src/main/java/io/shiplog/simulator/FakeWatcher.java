package io.shiplog.simulator;

import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.Page;
import io.shiplog.gateway.readmodel.Selection;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.gateway.readmodel.WatchItem;
import io.shiplog.gateway.readmodel.Watcher;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.ApiException;
import io.shiplog.simulator.invariant.WatchNote;
import io.shiplog.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A client that lists and watches as informers do: page by page, while others write, at whatever
 * gateway it meets; from the list's version on, from the last version it knows where the watch
 * ended, and with a new list where it is told 410 Gone. It writes down all that it is told.
 */
public final class FakeWatcher {

  private static final int GONE = 410;
  private static final long UNKNOWN = -1;

  private final String name;
  private final Selection selection;
  private final VirtualLog log;
  private final Trace trace;

  /** How many objects it asks for at a time. */
  private static final int PAGE = 3;

  private final List<WatchNote> told = new ArrayList<>();
  private ModelHost model;
  private ObjectStore connectedTo;
  private int readings;
  private Watcher watch;
  private long version = UNKNOWN;

  /** What it has of a list so far; null where it is at none. */
  private SortedMap<ObjectKey, Long> listed;

  private long listedAt;
  private int pagesOfThePast;

  FakeWatcher(String name, Selection selection, VirtualLog log, Trace trace) {
    this.name = name;
    this.selection = selection;
    this.log = log;
    this.trace = trace;
  }

  /** Who it is, for people. */
  public String name() {
    return name;
  }

  /** What it asks for. */
  public Selection selection() {
    return selection;
  }

  /** How often it was given a page of a list as of a version that the gateway had left behind. */
  int pagesOfThePast() {
    return pagesOfThePast;
  }

  /** All that it was ever told, in order. */
  public List<WatchNote> told() {
    return told;
  }

  /**
   * Hears up to so many items; connects first where it is not connected.
   *
   * @param gateway where it connects to
   * @return whether there was something to do
   */
  boolean listen(ModelHost gateway, int most) {
    if (!connected()) {
      return connect(gateway);
    }
    if (model.readings() != readings) {
      readings = model.readings();
      note(new WatchNote.ReadAnew(end()));
    }
    return hear(most);
  }

  /** Whether it watches somewhere; a gateway that starts over ends that. */
  boolean connected() {
    return watch != null && connectedTo == model.store();
  }

  /** Lets go of the connection, with whatever was under way. */
  void disconnect() {
    if (connected()) {
      watch.close();
    }
    watch = null;
  }

  /** Asks how far the gateway is. */
  void askForBookmark() {
    if (connected()) {
      watch.requestBookmark();
    }
  }

  private boolean connect(ModelHost gateway) {
    if (!gateway.ready()) {
      return false;
    }
    if (version == UNKNOWN) {
      return nextPage(gateway.store());
    }
    try {
      watch = gateway.store().watchAfter(selection, version, () -> {});
    } catch (ApiException e) {
      if (e.status().code() != GONE) {
        throw e;
      }
      version = UNKNOWN;
      return true;
    }
    model = gateway;
    connectedTo = gateway.store();
    readings = gateway.readings();
    return true;
  }

  /** Asks for a page; a gateway that has not come to the list's version lets it wait. */
  private boolean nextPage(ObjectStore store) {
    boolean goesOn = listed != null;
    if (goesOn && store.version(selection.type().shard()) < listedAt) {
      return false;
    }
    Optional<Page> page =
        goesOn
            ? store.listAt(listedAt, selection, listed.isEmpty() ? null : listed.lastKey(), PAGE)
            : Optional.of(store.list(selection, null, PAGE));
    if (page.isEmpty()) {
      listed = null;
      return true;
    }
    if (!goesOn) {
      listed = new TreeMap<>();
      listedAt = page.get().resourceVersion();
    } else if (store.version(selection.type().shard()) > listedAt) {
      pagesOfThePast++;
    }
    for (StoredObject object : page.get().objects()) {
      listed.put(object.key(), object.resourceVersion());
    }
    if (!page.get().more()) {
      version = listedAt;
      note(new WatchNote.Listed(version, listed));
      listed = null;
    }
    return true;
  }

  private boolean hear(int most) {
    if (watch.overflowed()) {
      disconnect();
      version = UNKNOWN;
      return true;
    }
    int heard = 0;
    for (; heard < most; heard++) {
      WatchItem item = watch.poll();
      if (item == null) {
        break;
      }
      version = item.resourceVersion();
      note(
          item.type() == WatchItem.Type.BOOKMARK
              ? new WatchNote.Bookmark(version)
              : new WatchNote.Item(item.type(), item.object().key(), version));
    }
    return heard > 0;
  }

  private void note(WatchNote what) {
    told.add(what);
    trace.tell(() -> "  " + name + " is told " + what);
  }

  private int end() {
    return log.partition(Topics.OBJECTS, selection.type().shard()).end();
  }
}
