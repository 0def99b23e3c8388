package io.shiplog.controller;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One round of a reactor: what there is to see, what is to be looked at, what is asked for. */
public final class Work {

  private final ObjectTable table;
  private final Instant now;
  private final Memory memory;
  private final Deque<Item> queue = new ArrayDeque<>();
  private final Set<Item> queued = new HashSet<>();
  private final List<Effect> effects = new ArrayList<>();
  private Controller controller;
  private Item current;

  Work(ObjectTable table, Instant now, Memory memory) {
    this.table = table;
    this.now = now;
    this.memory = memory;
  }

  /** The objects as they are now. */
  public ObjectTable table() {
    return table;
  }

  /** The time that was handed in. */
  public Instant now() {
    return now;
  }

  /** Have this key looked at in this round by the controller at work. */
  public void look(ObjectKey key) {
    enqueue(new Item(controller, key));
  }

  /** Have this key looked at in this round, or once its rest is over. */
  public void lookSoon(ObjectKey key) {
    Item item = new Item(controller, key);
    Instant next = memory.pacing().next(item, now);
    if (next.isAfter(now)) {
      memory.later().enter(item, next);
    } else {
      enqueue(item);
    }
  }

  /** Says of how many members the key is that is being looked at: large ones rest after it. */
  public void rest(int members) {
    memory.pacing().looked(current, members, now);
  }

  /** Says how long the key that is being looked at rests after it; zero is not at all. */
  public void rest(Duration pause) {
    memory.pacing().rest(current, pause, now);
  }

  /** Have this key looked at, at that time or soon after. */
  public void lookAgain(ObjectKey key, Instant at) {
    memory.later().enter(new Item(controller, key), at);
  }

  /** The write options of the controller at work. */
  public WriteOptions options() {
    return WriteOptions.by(controller.name());
  }

  /**
   * Asks for a write, unless the same was asked a moment ago; then it will be considered again.
   *
   * @return whether the write goes out in this round
   */
  public boolean write(Operation operation) {
    boolean send = memory.expectations().ask(operation, now);
    if (send) {
      effects.add(Effect.Write.of(UserInfo.controller(controller.name()), operation));
    }
    if (current != null) {
      memory.later().enter(current, memory.expectations().again(operation));
    }
    return send;
  }

  /** Puts an entry into {@code routes}, or takes it out where {@code route} is null. */
  public void route(String key, ObjectNode route) {
    effects.add(new Effect.Route(key, route));
  }

  /** Tells people what happened to an object; the same occasion told again is told once. */
  public void event(KubeObject about, EventNote note) {
    memory
        .recorders()
        .of(controller.name())
        .record(about, note, now)
        .ifPresent(
            event -> effects.add(Effect.Write.of(UserInfo.controller(controller.name()), event)));
  }

  /** Whether a write of this very version of the object is still on its way. */
  public boolean busy(ObjectKey key, KubeObject object) {
    return memory.expectations().busyUntil(key, object.resourceVersion(), now) != null;
  }

  /** Whether this very object was asked to be deleted and is still in the table. */
  public boolean deleteAsked(ObjectKey key, String uid) {
    return memory.expectations().deleteAsked(key, uid);
  }

  /**
   * Tells a controller of a change; one that throws at it is told again later.
   *
   * @return whether the controller took it in
   */
  boolean tell(Controller whom, Change change) {
    return attempt(
        new Item(whom, change.key()),
        change,
        () -> {
          current = null;
          if (change.latest() == null) {
            whom.ended(change.key(), this);
          } else {
            whom.changed(change, this);
          }
        });
  }

  void enqueue(Item item) {
    if (queued.add(item)) {
      queue.add(item);
    }
  }

  /** Looks at everything in the queue; what waits for an answer is left until it came. */
  List<Effect> run() {
    while (!queue.isEmpty()) {
      Item item = queue.poll();
      queued.remove(item);
      Optional<Instant> until = heldBack(item);
      if (until.isPresent()) {
        memory.later().enter(item, until.get());
      } else {
        proceed(item);
      }
    }
    return effects;
  }

  /** Until when a key is left alone: it makes its controller throw, or waits for an answer. */
  private Optional<Instant> heldBack(Item item) {
    Optional<Instant> quarantine = memory.quarantine().until(item, now);
    if (quarantine.isPresent() || memory.quarantine().untold(item).isPresent()) {
      return quarantine;
    }
    return table
        .get(item.key())
        .map(KubeObject::resourceVersion)
        .map(version -> memory.expectations().busyUntil(item.key(), version, now));
  }

  private void proceed(Item item) {
    Optional<Change> untold = memory.quarantine().untold(item);
    boolean passed;
    if (untold.isPresent()) {
      KubeObject latest = table.get(item.key()).orElse(null);
      passed = tell(item.controller(), new Change(item.key(), untold.get().before(), latest));
    } else {
      passed = attempt(item, null, () -> item.controller().reconcile(item.key(), this));
    }
    if (passed) {
      memory.quarantine().passed(item);
    }
  }

  /**
   * Lets a controller do something. What it asked for before it threw stays asked for, as it would
   * had the process ended there.
   *
   * @param untold the change that is lost if it throws; null where none is
   * @return whether it did not throw
   */
  private boolean attempt(Item item, Change untold, Runnable step) {
    controller = item.controller();
    current = item;
    try {
      step.run();
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      Duration pause = memory.quarantine().failed(item, untold, now);
      memory.later().enter(item, now.plus(pause));
      effects.add(new Effect.Failure(controller.name(), item.key(), pause, e));
      table.get(item.key()).ifPresent(object -> event(object, failure(e)));
      return false;
    }
  }

  private EventNote failure(Throwable thrown) {
    String message = "The controller failed at this object and will try again: " + thrown;
    return EventNote.warning("ReconcileFailed", message, now, now);
  }
}
