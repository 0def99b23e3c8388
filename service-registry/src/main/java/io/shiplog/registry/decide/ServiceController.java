package io.shiplog.registry.decide;

import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.RouteKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the EndpointSlices, the Endpoints and the route of each Service equal to what stands behind
 * it. Slices and Endpoints of a deleted Service go by garbage collection.
 */
final class ServiceController implements Controller {

  static final String NAME = "endpointslice-controller";
  static final WriteOptions OPTIONS = WriteOptions.by(NAME);

  /** From how many endpoints on a Service is large: where one slice does not hold them. */
  static final int LARGE = SlicePlan.MAX_ENDPOINTS + 1;

  /**
   * How long a large Service rests: each look costs as much as there are endpoints, and a roll-out
   * changes all of them.
   */
  private static final Duration REST_OF_LARGE = Duration.ofSeconds(1);

  private final Selections selections = new Selections();
  private final PublishedRoutes routes;

  ServiceController(PublishedRoutes routes) {
    this.routes = routes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void changed(Change change, Work work) {
    ObjectKey key = change.key();
    if (isService(key)) {
      selections.changed(change, work.table());
      if (change.after() == null) {
        routes.takeBack(RouteKey.of(key), work);
      } else {
        work.look(key);
      }
      return;
    }
    servicesTouchedBy(change, work.table()).forEach(work::lookSoon);
  }

  @Override
  public void ended(ObjectKey key, Work work) {
    if (isService(key)) {
      routes.takeBack(RouteKey.of(key), work);
    }
  }

  private static boolean isService(ObjectKey key) {
    return key.resource().equals(Catalogue.SERVICES.qualifiedName());
  }

  private Set<ObjectKey> servicesTouchedBy(Change change, ObjectTable table) {
    ObjectKey key = change.key();
    Set<ObjectKey> services = new TreeSet<>();
    if (key.resource().equals(Catalogue.ENDPOINTS.qualifiedName())) {
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

  @Override
  public void reconcile(ObjectKey key, Work work) {
    work.table().get(key).ifPresent(service -> reconcile(key, service, work));
  }

  private void reconcile(ObjectKey key, KubeObject service, Work work) {
    ObjectTable table = work.table();
    List<Operation> operations = new ArrayList<>();
    List<Endpoint> endpoints;
    if (PodEndpoints.hasSelector(service)) {
      endpoints = PodEndpoints.of(service, selections.pods(key), table);
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
    work.rest(endpoints.size() >= LARGE ? REST_OF_LARGE : Duration.ZERO);
    operations.forEach(work::write);
    routes.publish(RouteKey.of(key), Routes.of(service, endpoints), work);
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
}
