package io.shiplog.gateway.readmodel;

import io.shiplog.gateway.decide.access.PodUse;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.PodReferences;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which ConfigMaps and Secrets the pods of each node name, kept up with the pods as they change. It
 * follows them from the first question on: in a cluster whose nodes ask nothing of the API it costs
 * nothing. Thread-safe.
 */
public final class NodeGraph implements PodUse {

  private final ObjectStore store;
  private final Map<ObjectKey, Bound> pods = new HashMap<>();
  private final Map<String, Map<ObjectKey, Integer>> uses = new HashMap<>();
  private Watcher watcher;

  /** A graph of that store's pods. */
  public NodeGraph(ObjectStore store) {
    this.store = store;
  }

  private record Bound(String node, Set<ObjectKey> references) {}

  @Override
  public synchronized boolean uses(String node, ObjectKey object) {
    follow();
    return uses.getOrDefault(node, Map.of()).containsKey(object);
  }

  @Override
  public synchronized boolean bound(String node, ObjectKey pod) {
    follow();
    Bound bound = pods.get(pod);
    return bound != null && bound.node().equals(node);
  }

  /** Takes in what has changed since the last question, or everything where that was lost. */
  private void follow() {
    if (watcher == null || watcher.overflowed()) {
      if (watcher != null) {
        watcher.close();
      }
      pods.clear();
      uses.clear();
      watcher = store.watchState(Selection.all(Catalogue.PODS, ""), false, () -> {});
    }
    for (WatchItem item = watcher.poll(); item != null; item = watcher.poll()) {
      take(item);
    }
    if (watcher.overflowed()) {
      follow();
    }
  }

  private void take(WatchItem item) {
    if (item.object() == null) {
      return;
    }
    Bound before = pods.remove(item.object().key());
    if (before != null) {
      before.references().forEach(key -> count(before.node(), key, -1));
    }
    if (item.type() == WatchItem.Type.DELETED) {
      return;
    }
    KubeObject pod = item.object().object().unmanaged();
    String node = pod.spec().path("nodeName").asText("");
    if (!node.isEmpty()) {
      Bound bound = new Bound(node, PodReferences.of(pod));
      pods.put(item.object().key(), bound);
      bound.references().forEach(key -> count(node, key, 1));
    }
  }

  private void count(String node, ObjectKey key, int more) {
    Map<ObjectKey, Integer> ofNode = uses.computeIfAbsent(node, absent -> new HashMap<>());
    ofNode.merge(key, more, (a, b) -> a + b == 0 ? null : a + b);
    if (ofNode.isEmpty()) {
      uses.remove(node);
    }
  }
}
