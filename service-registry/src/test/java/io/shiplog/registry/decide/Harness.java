package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Verb;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry whose writes become facts when the test says so, as a ledger would make them. */
final class Harness {

  final ObjectTable table = new ObjectTable();
  final Map<String, ObjectNode> routes = new HashMap<>();
  private Reactor reactor = RegistryControllers.reactor();
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Deque<Operation> underway = new ArrayDeque<>();
  private long version = 100;
  private int asked;

  /** An object is now so; gives back how many writes that led to. */
  int see(KubeObject object) {
    return run(key(object), object);
  }

  int gone(KubeObject object) {
    return run(key(object), null);
  }

  /** A new process that knows nothing but the table. */
  int restart() {
    reactor = RegistryControllers.reactor();
    return take(reactor.start(table, now));
  }

  int tick(int seconds) {
    now = now.plusSeconds(seconds);
    return take(reactor.tick(table, now));
  }

  /** The writes under way become facts, and those that they lead to; gives back how many. */
  int settle() {
    int before = asked;
    while (!underway.isEmpty()) {
      Operation operation = underway.remove();
      if (operation.verb() == Verb.DELETE) {
        run(operation.key(), null);
      } else {
        ObjectNode body = ((ObjectNode) operation.body()).deepCopy();
        ObjectNode metadata = (ObjectNode) body.path("metadata");
        metadata.put("resourceVersion", Long.toString(++version));
        metadata.put("uid", Names.uid(operation.key()));
        run(operation.key(), new KubeObject(body));
      }
    }
    return asked - before;
  }

  private int run(ObjectKey key, KubeObject after) {
    return take(reactor.changed(table, table.apply(key, after), now));
  }

  int take(List<Effect> effects) {
    int writes = 0;
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Write write -> {
          underway.addAll(write.operations());
          writes += write.operations().size();
        }
        case Effect.Route route -> routes.put(route.key(), route.value());
        case Effect.Failure failure -> throw new AssertionError("a bug: " + failure);
        case Effect.Inbox inbox -> throw new AssertionError("not its business: " + inbox);
      }
    }
    asked += writes;
    return writes;
  }

  List<Operation> underway() {
    return new ArrayList<>(underway);
  }

  Collection<KubeObject> slices() {
    return table.list(Catalogue.ENDPOINTSLICES);
  }

  KubeObject slice() {
    return slices().iterator().next();
  }

  KubeObject endpoints(String name) {
    return table.get(Catalogue.ENDPOINTS, "default", name).orElseThrow();
  }

  static ObjectKey key(KubeObject object) {
    ResourceType type = Catalogue.byKind(object.apiVersion(), object.kind()).orElseThrow();
    return type.key(object.namespace(), object.name());
  }
}
