package io.shiplog.deployment.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One round of a reactor: what there is to see, what is to be looked at, what is asked for. */
public final class Work {

  private final ObjectTable table;
  private final Instant now;
  private final Intentions intentions;
  private final Agenda agenda;
  private final Pace pace;
  private final Recorders recorders;
  private final Deque<Agenda.Item> queue = new ArrayDeque<>();
  private final Set<Agenda.Item> queued = new HashSet<>();
  private final List<Effect> effects = new ArrayList<>();
  private Controller controller;
  private Agenda.Item current;

  Work(
      ObjectTable table,
      Instant now,
      Intentions intentions,
      Agenda agenda,
      Pace pace,
      Recorders recorders) {
    this.table = table;
    this.now = now;
    this.intentions = intentions;
    this.agenda = agenda;
    this.pace = pace;
    this.recorders = recorders;
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
    enqueue(new Agenda.Item(controller, key));
  }

  /** Have this key looked at in this round, or once its {@link #rest} is over. */
  public void lookSoon(ObjectKey key) {
    Agenda.Item item = new Agenda.Item(controller, key);
    Instant next = pace.next(item, now);
    if (next.isAfter(now)) {
      agenda.enter(item, next);
    } else {
      enqueue(item);
    }
  }

  /** Says of how many members the key is that is being looked at: large ones rest after it. */
  public void rest(int members) {
    pace.looked(current, members, now);
  }

  /** Have this key looked at, at that time or soon after. */
  public void lookAgain(ObjectKey key, Instant at) {
    agenda.enter(new Agenda.Item(controller, key), at);
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
    boolean send = intentions.ask(operation, now);
    if (send) {
      effects.add(Effect.Write.of(UserInfo.controller(controller.name()), operation));
    }
    if (current != null) {
      agenda.enter(current, intentions.again(operation));
    }
    return send;
  }

  /** Tells people what happened to an object; the same occasion told again is told once. */
  public void event(KubeObject about, EventNote note) {
    recorders
        .of(controller.name())
        .record(about, note, now)
        .ifPresent(
            event -> effects.add(Effect.Write.of(UserInfo.controller(controller.name()), event)));
  }

  /** Whether a write of this very version of the object is still on its way. */
  public boolean busy(ObjectKey key, KubeObject object) {
    return intentions.busyUntil(key, object.resourceVersion(), now) != null;
  }

  /** Whether this very object was asked to be deleted and is still in the table. */
  public boolean deleteAsked(ObjectKey key, String uid) {
    return intentions.deleteAsked(key, uid);
  }

  /** What was asked of this object counts as answered; for what shows on another shard only. */
  public void answered(ObjectKey key) {
    intentions.drop(key);
  }

  void as(Controller other) {
    controller = other;
    current = null;
  }

  void enqueue(Agenda.Item item) {
    if (queued.add(item)) {
      queue.add(item);
    }
  }

  /** Looks at everything in the queue; what waits for an answer is left until it came. */
  List<Effect> run() {
    while (!queue.isEmpty()) {
      current = queue.poll();
      queued.remove(current);
      controller = current.controller();
      KubeObject object = table.get(current.key()).orElse(null);
      Instant busy =
          object == null
              ? null
              : intentions.busyUntil(current.key(), object.resourceVersion(), now);
      if (busy != null) {
        agenda.enter(current, busy);
      } else {
        controller.reconcile(current.key(), this);
      }
    }
    return effects;
  }
}
