package io.shiplog.registry.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the slices of one owner to hold certain endpoints, with few writes: an endpoint stays in
 * the slice it is in, new ones fill what has room, and a slice that is free is used again before
 * one is made. Endpoints with other ports need a slice of their own.
 */
final class SlicePlan {

  /** The most endpoints a slice holds. */
  static final int MAX_ENDPOINTS = 100;

  private static final int SUFFIX = 5;

  private final SliceOwner owner;
  private final ObjectTable table;
  private final Deque<KubeObject> free = new ArrayDeque<>();
  private final Set<String> names = new HashSet<>();
  private final List<Operation> operations = new ArrayList<>();

  private SlicePlan(SliceOwner owner, ObjectTable table) {
    this.owner = owner;
    this.table = table;
  }

  /**
   * The writes that are needed.
   *
   * @param endpoints what the slices are to hold; with none, one empty slice stays
   * @param existing the owner's slices as they are
   */
  static List<Operation> of(
      SliceOwner owner, List<Endpoint> endpoints, List<KubeObject> existing, ObjectTable table) {
    SlicePlan plan = new SlicePlan(owner, table);
    plan.run(endpoints, existing);
    return plan.operations;
  }

  private void run(List<Endpoint> endpoints, List<KubeObject> existing) {
    Map<List<EndpointPort>, Map<String, Endpoint>> groups = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      groups
          .computeIfAbsent(endpoint.ports(), ports -> new LinkedHashMap<>())
          .put(endpoint.ip(), endpoint);
    }
    if (groups.isEmpty()) {
      groups.put(List.of(), Map.of());
    }
    Map<List<EndpointPort>, List<KubeObject>> holders = new LinkedHashMap<>();
    for (KubeObject slice : existing) {
      List<EndpointPort> ports = Slices.ports(slice);
      if (groups.containsKey(ports)) {
        holders.computeIfAbsent(ports, p -> new ArrayList<>()).add(slice);
      } else {
        free.add(slice);
      }
    }
    // First all that stays in place, so that every free slice is known before one is made.
    Map<List<EndpointPort>, List<Endpoint>> homeless = new LinkedHashMap<>();
    groups.forEach(
        (ports, wanted) ->
            homeless.put(ports, keep(ports, wanted, holders.getOrDefault(ports, List.of()))));
    homeless.forEach(this::house);
    if (endpoints.isEmpty() && existing.isEmpty()) {
      make(List.of(), List.of());
    } else if (endpoints.isEmpty() && free.size() == existing.size()) {
      update(free.remove(), List.of(), List.of());
    }
    free.forEach(this::delete);
  }

  /** Leaves endpoints where they are, fills the room beside them; gives back what found none. */
  private List<Endpoint> keep(
      List<EndpointPort> ports, Map<String, Endpoint> wanted, List<KubeObject> holders) {
    Map<String, Endpoint> left = new LinkedHashMap<>(wanted);
    Map<KubeObject, List<Endpoint>> contents = new LinkedHashMap<>();
    for (KubeObject holder : holders) {
      List<Endpoint> kept = new ArrayList<>();
      for (Endpoint current : Slices.endpoints(holder)) {
        Endpoint stays = kept.size() < MAX_ENDPOINTS ? left.remove(current.ip()) : null;
        if (stays != null) {
          kept.add(stays);
        }
      }
      contents.put(holder, kept);
    }
    Deque<Endpoint> rest = new ArrayDeque<>(left.values());
    contents.forEach(
        (holder, kept) -> {
          while (!rest.isEmpty() && kept.size() < MAX_ENDPOINTS) {
            kept.add(rest.remove());
          }
          if (kept.isEmpty()) {
            free.add(holder);
          } else {
            update(holder, ports, kept);
          }
        });
    return List.copyOf(rest);
  }

  private void house(List<EndpointPort> ports, List<Endpoint> endpoints) {
    for (int from = 0; from < endpoints.size(); from += MAX_ENDPOINTS) {
      int to = Math.min(endpoints.size(), from + MAX_ENDPOINTS);
      if (free.isEmpty()) {
        make(ports, endpoints.subList(from, to));
      } else {
        update(free.remove(), ports, endpoints.subList(from, to));
      }
    }
  }

  private void make(List<EndpointPort> ports, List<Endpoint> endpoints) {
    String name = freeName();
    operations.add(
        Operation.create(
            key(name), Slices.make(owner, name, ports, endpoints), ServiceController.OPTIONS));
  }

  /** The first of the owner's derived names that no slice has. */
  private String freeName() {
    int number = 0;
    while (true) {
      String name =
          owner.object().name() + "-" + Names.suffix(SUFFIX, owner.object().uid(), number);
      if (table.get(key(name)).isEmpty() && names.add(name)) {
        return name;
      }
      number++;
    }
  }

  private void update(KubeObject slice, List<EndpointPort> ports, List<Endpoint> endpoints) {
    Map<String, String> labels = owner.labels();
    if (Slices.ports(slice).equals(ports)
        && Slices.endpoints(slice).equals(endpoints)
        && slice.labels().equals(labels)) {
      return;
    }
    ObjectNode changed = slice.copy();
    Slices.fill(changed, labels, ports, endpoints);
    operations.add(Operation.update(key(slice.name()), changed, ServiceController.OPTIONS));
  }

  private void delete(KubeObject slice) {
    operations.add(
        Operation.delete(
            key(slice.name()),
            Preconditions.exactly(slice.uid(), slice.resourceVersion()),
            DeletePolicy.DEFAULT));
  }

  private ObjectKey key(String name) {
    return Catalogue.ENDPOINTSLICES.key(owner.object().namespace(), name);
  }
}
