package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The nodes with their pods, added up once and again only where something changed. */
final class ClusterCache {

  /** Scattered by name, so that nodes that stand side by side have nothing in common. */
  private static final Comparator<String> SCATTERED =
      Comparator.<String>comparingInt(ClusterCache::scatter)
          .thenComparing(Comparator.naturalOrder());

  private final Assumptions assumptions;
  private final List<NodeInfo> nodes = new ArrayList<>();
  private final Map<String, NodeInfo> guarded = new TreeMap<>();
  private final Selections selections = new Selections();
  private final BitSet slots = new BitSet();
  private final Map<ObjectKey, PodInfo> pods = new HashMap<>();
  private Set<String> outdated = new LinkedHashSet<>();
  private boolean complete;

  ClusterCache(Assumptions assumptions) {
    this.assumptions = assumptions;
  }

  /** The node, or something on it or on its way to it, changed. */
  void forgetNode(String name) {
    outdated.add(name);
  }

  void forgetPod(ObjectKey key) {
    pods.remove(key);
  }

  /** The pod of the table, read once for each of its versions. */
  PodInfo pod(KubeObject pod) {
    ObjectKey key = Catalogue.PODS.key(pod.namespace(), pod.name());
    PodInfo known = pods.get(key);
    if (known == null || known.pod() != pod) {
      known = PodInfo.of(pod);
      pods.put(key, known);
    }
    return known;
  }

  /** The cluster as it is, bindings on their way included; valid until something changes. */
  Cluster cluster(ObjectTable table) {
    if (!complete) {
      table.list(Catalogue.NODES).forEach(node -> outdated.add(node.name()));
      complete = true;
    }
    if (!outdated.isEmpty()) {
      outdated.forEach(name -> update(name, table));
      // Not cleared: that takes as long as the set was ever large.
      outdated = new LinkedHashSet<>();
    }
    return new Cluster(
        Collections.unmodifiableList(nodes),
        Collections.unmodifiableCollection(guarded.values()),
        selections,
        table);
  }

  /** A node as {@link #cluster} last gave it; empty where there is none of the name. */
  Optional<NodeInfo> node(String name) {
    int at = position(name);
    return at < 0 ? Optional.empty() : Optional.of(nodes.get(at));
  }

  private void update(String name, ObjectTable table) {
    int at = position(name);
    Optional<KubeObject> node = table.get(Catalogue.NODES, "", name);
    guarded.remove(name);
    if (node.isEmpty()) {
      if (at >= 0) {
        int slot = nodes.remove(at).slot();
        slots.clear(slot);
        selections.forget(slot);
      }
      return;
    }
    List<PodInfo> there = podsOn(name, table);
    NodeInfo info;
    if (at >= 0) {
      NodeInfo known = nodes.get(at);
      info = known.with(node.get(), there);
      nodes.set(at, info);
      if (known.node() != info.node()) {
        selections.forget(info.slot());
      }
    } else {
      int slot = slots.nextClearBit(0);
      slots.set(slot);
      info = NodeInfo.of(slot, node.get(), there);
      nodes.add(-at - 1, info);
    }
    if (!info.antiAffine().isEmpty()) {
      guarded.put(name, info);
    }
  }

  /** As {@link Collections#binarySearch} gives it. */
  private int position(String name) {
    int low = 0;
    int high = nodes.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = SCATTERED.compare(nodes.get(middle).name(), name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Names that differ little get numbers that differ much. */
  private static int scatter(String name) {
    int mixed = name.hashCode() * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  private List<PodInfo> podsOn(String node, ObjectTable table) {
    List<PodInfo> found = new ArrayList<>();
    for (ObjectKey key : table.podsOn(node)) {
      table.get(key).filter(PodInfo::takesRoom).ifPresent(pod -> found.add(pod(pod)));
    }
    assumptions.on(node).forEach(assumed -> found.add(assumed.pod()));
    return found;
  }
}
