package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The reactor and the mini ledger, one after the other, until nothing more is asked for. */
final class Loop {

  private static final int TOO_MANY_STEPS = 20_000;

  final MiniLedger ledger = new MiniLedger();
  final ObjectTable table = ledger.table;
  final List<Operation> asked = new ArrayList<>();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  /** Called after every change, to look for broken promises. */
  Runnable invariant = () -> {};

  /** How often the reactor sees each change; more than once must make no difference. */
  int repeats = 1;

  private Reactor reactor = WorkloadControllers.reactor(Optional.of("CA"));
  private final Deque<Operation> pending = new ArrayDeque<>();

  Loop() {
    create(Catalogue.NAMESPACES, "default", "{'spec':{'finalizers':['kubernetes']}}");
    create(Catalogue.NODES, "n1", "{'status':{'conditions':[{'type':'Ready','status':'True'}]}}");
  }

  /** A new process that knows nothing but the table. */
  void restart() {
    reactor = WorkloadControllers.reactor(Optional.of("CA"));
    take(reactor.start(table, now));
    settle();
  }

  /** What a person or an agent does. */
  void user(Operation operation) {
    pending.add(operation);
    settle();
  }

  /** Time passes in ticks of a second. */
  void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      now = now.plusSeconds(1);
      take(reactor.tick(table, now));
      settle();
    }
  }

  void settle() {
    int steps = 0;
    while (!pending.isEmpty()) {
      if (++steps > TOO_MANY_STEPS) {
        throw new AssertionError("does not settle; last asked " + asked.getLast());
      }
      Change change = ledger.apply(pending.poll(), now);
      if (change != null) {
        invariant.run();
        for (int time = 0; time < repeats; time++) {
          take(reactor.changed(table, change, now));
        }
      }
    }
  }

  private void take(List<Effect> effects) {
    for (Effect effect : effects) {
      List<Operation> operations = ((Effect.Write) effect).operations();
      asked.addAll(operations);
      pending.addAll(operations);
    }
  }

  List<KubeObject> list(ResourceType type) {
    return List.copyOf(table.list(type));
  }

  List<KubeObject> activePods() {
    return table.list(Catalogue.PODS).stream().filter(PodState::active).toList();
  }

  void create(ResourceType type, String name, String json) {
    ObjectNode object = Json.parseObject(json.replace('\'', '"'));
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    user(Operation.create(type.key("default", name), object, WriteOptions.DEFAULT));
  }

  void patch(ResourceType type, String name, String json) {
    user(
        Operation.patch(
            type.key("default", name),
            "",
            PatchType.MERGE,
            Json.parseObject(json.replace('\'', '"')),
            Preconditions.NONE,
            WriteOptions.DEFAULT));
  }

  void delete(ObjectKey key, DeletePolicy policy) {
    user(Operation.delete(key, Preconditions.NONE, policy));
  }

  /** What scheduler and agent do: every pod runs and is ready; what was told to stop is gone. */
  void agents() {
    for (KubeObject pod : list(Catalogue.PODS)) {
      ObjectKey key = Catalogue.PODS.key(pod.namespace(), pod.name());
      if (pod.terminating()) {
        user(Operation.delete(key, Preconditions.uid(pod.uid()), DeletePolicy.NOW));
      } else if (!PodState.ready(pod)) {
        patch(
            Catalogue.PODS,
            pod.name(),
            """
            {'spec':{'nodeName':'n1'},'status':{'phase':'Running','conditions':[
             {'type':'Ready','status':'True','lastTransitionTime':'%s'}]}}"""
                .formatted(now));
      }
    }
  }

  /** Agents at work until there is nothing left for them to do. */
  void run() {
    for (int round = 0; round < 200; round++) {
      long before = asked.size();
      agents();
      pass(Duration.ofSeconds(1));
      if (asked.size() == before) {
        return;
      }
    }
    throw new AssertionError("does not converge");
  }
}
