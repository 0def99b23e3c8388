package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.reconcile.Reactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The registry of Services: keeps the EndpointSlices, the Endpoints and the route of each equal to
 * what stands behind it. Slices and Endpoints of a deleted Service go by garbage collection. And it
 * tells the nodes where each node's pods are.
 */
public final class RegistryReactor implements Reactor {

  private final Writes writes = new Writes();
  private final LargeServices large = new LargeServices();
  private final Selections selections = new Selections();
  private final Map<String, ObjectNode> published = new HashMap<>();

  @Override
  public List<Effect> start(ObjectTable table, Instant now) {
    published.clear();
    selections.start(table);
    List<Effect> effects = new ArrayList<>();
    for (KubeObject node : table.list(Catalogue.NODES)) {
      publish(RouteKey.of(Catalogue.NODES.key("", node.name())), PodRoutes.of(node), effects);
    }
    for (KubeObject service : table.list(Catalogue.SERVICES)) {
      reconcile(key(service), table, now, effects);
    }
    return effects;
  }

  @Override
  public List<Effect> changed(ObjectTable table, Change change, Instant now) {
    List<Effect> effects = new ArrayList<>();
    boolean node = change.key().resource().equals(Catalogue.NODES.qualifiedName());
    boolean service = change.key().resource().equals(Catalogue.SERVICES.qualifiedName());
    if (change.after() == null && (node || service)) {
      String route = RouteKey.of(change.key());
      published.remove(route);
      effects.add(new Effect.Route(route, null));
    } else if (node) {
      publish(RouteKey.of(change.key()), PodRoutes.of(change.after()), effects);
    }
    for (ObjectKey touched : servicesTouchedBy(change, table)) {
      if (touched.equals(change.key()) || !large.postpones(touched, now)) {
        reconcile(touched, table, now, effects);
      }
    }
    return effects;
  }

  @Override
  public List<Effect> tick(ObjectTable table, Instant now) {
    List<Effect> effects = new ArrayList<>();
    Set<ObjectKey> services = writes.overdue(now);
    services.addAll(large.due(now));
    services.forEach(service -> reconcile(service, table, now, effects));
    return effects;
  }

  private Set<ObjectKey> servicesTouchedBy(Change change, ObjectTable table) {
    ObjectKey key = change.key();
    Set<ObjectKey> services = new TreeSet<>();
    if (key.resource().equals(Catalogue.SERVICES.qualifiedName())) {
      selections.changed(change, table);
      services.add(key);
    } else if (key.resource().equals(Catalogue.ENDPOINTS.qualifiedName())) {
      services.add(Catalogue.SERVICES.key(key.namespace(), key.name()));
    } else if (key.resource().equals(Catalogue.ENDPOINTSLICES.qualifiedName())) {
      addServiceOfSlice(change.before(), services);
      addServiceOfSlice(change.after(), services);
    } else if (key.resource().equals(Catalogue.PODS.qualifiedName())) {
      boolean differs = PodEndpoints.differ(change.before(), change.after());
      if (differs) {
        services.addAll(selections.services(key));
      }
      selections.changed(change, table);
      if (differs) {
        services.addAll(selections.services(key));
      }
    }
    return services;
  }

  private static void addServiceOfSlice(KubeObject slice, Set<ObjectKey> services) {
    if (slice != null && !slice.label(Slices.SERVICE_NAME).isEmpty()) {
      services.add(Catalogue.SERVICES.key(slice.namespace(), slice.label(Slices.SERVICE_NAME)));
    }
  }

  private void reconcile(ObjectKey key, ObjectTable table, Instant now, List<Effect> effects) {
    table.get(key).ifPresent(service -> reconcile(service, table, now, effects));
  }

  private void reconcile(KubeObject service, ObjectTable table, Instant now, List<Effect> effects) {
    List<Operation> operations = new ArrayList<>();
    List<Endpoint> endpoints;
    if (PodEndpoints.hasSelector(service)) {
      endpoints = PodEndpoints.of(service, selections.pods(key(service)), table);
      operations.addAll(slices(service, endpoints, table));
      LegacyEndpoints.write(service, endpoints, table).ifPresent(operations::add);
      operations.addAll(Mirror.writes(service, table));
    } else {
      endpoints = madeByOthers(service, table);
      if (LegacyEndpoints.ofApi(service)) {
        LegacyEndpoints.write(service, endpoints, table).ifPresent(operations::add);
      } else {
        operations.addAll(Mirror.writes(service, table));
      }
    }
    large.reconciled(key(service), endpoints.size(), now);
    operations.forEach(operation -> writes.ask(key(service), operation, now, effects));
    publish(RouteKey.of(key(service)), Routes.of(service, endpoints), effects);
  }

  private static List<Operation> slices(
      KubeObject service, List<Endpoint> endpoints, ObjectTable table) {
    List<KubeObject> ours = new ArrayList<>();
    for (KubeObject slice : Slices.of(service.namespace(), service.name(), table)) {
      if (slice.label(Slices.MANAGED_BY).equals(SliceOwner.CONTROLLER)) {
        ours.add(slice);
      }
    }
    return SlicePlan.of(new SliceOwner(service, SliceOwner.CONTROLLER), endpoints, ours, table);
  }

  /** The endpoints of a Service without a selector: what its slices say, each address once. */
  private static List<Endpoint> madeByOthers(KubeObject service, ObjectTable table) {
    Map<String, Endpoint> all = new LinkedHashMap<>();
    for (KubeObject slice : Slices.of(service.namespace(), service.name(), table)) {
      if (slice.at("addressType").asText("IPv4").equals("IPv4")) {
        Slices.endpoints(slice).forEach(e -> all.putIfAbsent(e.ip() + " " + e.ports(), e));
      }
    }
    return List.copyOf(all.values());
  }

  /** Puts a route out if it is not out already; what was never out is taken back all the same. */
  private void publish(String key, ObjectNode route, List<Effect> effects) {
    if (published.containsKey(key) && Objects.equals(published.get(key), route)) {
      return;
    }
    published.put(key, route);
    effects.add(new Effect.Route(key, route));
  }

  private static ObjectKey key(KubeObject service) {
    return Catalogue.SERVICES.key(service.namespace(), service.name());
  }
}
