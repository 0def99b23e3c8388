package io.shiplog.controller;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.List;

/**
 * Controllers behind one door: changes and time come in, each controller says what it wants to look
 * at, and each look answers with effects. A controller that throws at one object is kept from that
 * object for a while ({@link Effect.Failure}); it goes on with all others, and so do the others.
 */
public final class ControllerReactor implements Reactor {

  private final List<Controller> controllers;
  private final Memory memory = Memory.empty();

  /** A reactor with these controllers, which are told of each change in this order. */
  public ControllerReactor(List<? extends Controller> controllers) {
    this.controllers = List.copyOf(controllers);
  }

  @Override
  public List<Effect> start(ObjectTable table, Instant now) {
    Work work = new Work(table, now, memory);
    for (ObjectKey key : table.keys()) {
      KubeObject object = table.get(key).orElseThrow();
      tell(new Change(key, object, object), work);
    }
    return work.run();
  }

  @Override
  public List<Effect> changed(ObjectTable table, Change change, Instant now) {
    memory.expectations().observed(change);
    Work work = new Work(table, now, memory);
    tell(change, work);
    memory.later().due(now).forEach(work::enqueue);
    return work.run();
  }

  @Override
  public List<Effect> tick(ObjectTable table, Instant now) {
    memory.expectations().forget(now);
    Work work = new Work(table, now, memory);
    memory.later().due(now).forEach(work::enqueue);
    return work.run();
  }

  private void tell(Change change, Work work) {
    for (Controller controller : controllers) {
      work.tell(controller, change);
    }
  }
}
