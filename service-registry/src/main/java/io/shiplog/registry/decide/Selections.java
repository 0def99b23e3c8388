package io.shiplog.registry.decide;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.model.select.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which pods each Service selects, kept up with every change: a look at a Service must not cost as
 * much as there are pods in its namespace.
 */
final class Selections {

  /** A Service's selector, and the pods of its namespace that it selects. */
  private record Selection(LabelSelector selector, Set<ObjectKey> pods) {}

  private final Map<String, Map<ObjectKey, Selection>> byNamespace = new HashMap<>();

  /** Begins with what the table holds. */
  void start(ObjectTable table) {
    byNamespace.clear();
    table.list(Catalogue.SERVICES).forEach(service -> select(service, table));
  }

  /** Takes in that a Service or a pod changed; the table has the change already. */
  void changed(Change change, ObjectTable table) {
    if (change.key().resource().equals(Catalogue.SERVICES.qualifiedName())) {
      serviceChanged(change, table);
    } else if (change.key().resource().equals(Catalogue.PODS.qualifiedName())) {
      podChanged(change);
    }
  }

  private void serviceChanged(Change change, ObjectTable table) {
    if (change.after() == null) {
      selections(change.key()).remove(change.key());
    } else if (change.before() == null
        || !change.before().spec().equals(change.after().spec())
        || !selections(change.key()).containsKey(change.key())) {
      select(change.after(), table);
    }
  }

  private void select(KubeObject service, ObjectTable table) {
    ObjectKey key = Catalogue.SERVICES.key(service.namespace(), service.name());
    if (!PodEndpoints.hasSelector(service)) {
      selections(key).remove(key);
      return;
    }
    LabelSelector selector =
        LabelSelector.ofMap(KubeObject.stringMap(service.spec().path("selector")));
    Set<ObjectKey> pods = new TreeSet<>();
    for (KubeObject pod : table.list(Catalogue.PODS, service.namespace())) {
      if (selector.matches(pod.labels())) {
        pods.add(Catalogue.PODS.key(pod.namespace(), pod.name()));
      }
    }
    selections(key).put(key, new Selection(selector, pods));
  }

  private void podChanged(Change change) {
    KubeObject before = change.before();
    KubeObject after = change.after();
    boolean sameLabels =
        before != null
            && after != null
            && before.metadata().path("labels").equals(after.metadata().path("labels"));
    if (sameLabels) {
      return;
    }
    Map<String, String> labels = after == null ? Map.of() : after.labels();
    for (Selection selection : selections(change.key()).values()) {
      if (after != null && selection.selector().matches(labels)) {
        selection.pods().add(change.key());
      } else {
        selection.pods().remove(change.key());
      }
    }
  }

  /** The pods that a Service selects, by name, whatever their state. */
  Set<ObjectKey> pods(ObjectKey service) {
    Selection selection = selections(service).get(service);
    return selection == null ? Set.of() : selection.pods();
  }

  /** The Services that select a pod of this key. */
  Set<ObjectKey> services(ObjectKey pod) {
    Set<ObjectKey> found = new TreeSet<>();
    selections(pod)
        .forEach(
            (service, selection) -> {
              if (selection.pods().contains(pod)) {
                found.add(service);
              }
            });
    return found;
  }

  private Map<ObjectKey, Selection> selections(ObjectKey inNamespace) {
    return byNamespace.computeIfAbsent(inNamespace.namespace(), name -> new TreeMap<>());
  }
}
