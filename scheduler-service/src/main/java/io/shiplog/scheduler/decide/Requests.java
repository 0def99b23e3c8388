package io.shiplog.scheduler.decide;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be asked of the ledger, gathered until it is worth it: to ask for many bindings or
 * many Events by one command costs little more than for one. A command is accepted as a whole or
 * not at all, so only what hardly ever is refused goes together.
 */
final class Requests {

  /** The most operations in one command: beyond that nothing is saved, and others wait. */
  static final int TOGETHER = 64;

  private final List<Operation> bindings = new ArrayList<>();
  private final List<Operation> alone = new ArrayList<>();
  private final List<Operation> events = new ArrayList<>();
  private final List<Effect.Failure> failures = new ArrayList<>();

  /** Bindings go together. */
  void binding(Operation binding) {
    bindings.add(binding);
  }

  /** This goes by itself: whether it is accepted concerns nothing else. */
  void alone(Operation operation) {
    alone.add(operation);
  }

  /** Events go together, behind everything else. */
  void event(Operation event) {
    events.add(event);
  }

  /** The scheduler threw at this pod, which is tried again after a while. */
  void failure(ObjectKey pod, Duration pause, Throwable thrown) {
    failures.add(new Effect.Failure(PodInfo.DEFAULT_SCHEDULER, pod, pause, thrown));
  }

  /** Hands over what was gathered. */
  List<Effect> take() {
    List<Effect> effects = new ArrayList<>(failures);
    failures.clear();
    together(bindings, effects);
    alone.forEach(one -> effects.add(Writes.of(List.of(one))));
    alone.clear();
    together(events, effects);
    return effects;
  }

  private static void together(List<Operation> operations, List<Effect> into) {
    for (int from = 0; from < operations.size(); from += TOGETHER) {
      int to = Math.min(from + TOGETHER, operations.size());
      into.add(Writes.of(operations.subList(from, to)));
    }
    operations.clear();
  }
}
