package io.shiplog.scheduler.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes with their pods, added up once and again only where something changed. */
final class ClusterCache {

  private final Assumptions assumptions;
  private final Map<String, NodeInfo> nodes = new HashMap<>();
  private final Map<ObjectKey, PodInfo> pods = new HashMap<>();

  ClusterCache(Assumptions assumptions) {
    this.assumptions = assumptions;
  }

  /** Something on this node, or on its way to it, changed. */
  void forgetNode(String name) {
    nodes.remove(name);
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

  /** The cluster as it is, bindings on their way included. */
  Cluster cluster(ObjectTable table) {
    List<NodeInfo> all = new ArrayList<>();
    for (KubeObject node : table.list(Catalogue.NODES)) {
      NodeInfo info = nodes.get(node.name());
      if (info == null) {
        info = NodeInfo.of(node, podsOn(node.name(), table));
        nodes.put(node.name(), info);
      }
      all.add(info);
    }
    return new Cluster(all, table);
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
