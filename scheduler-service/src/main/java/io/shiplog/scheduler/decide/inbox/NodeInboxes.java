package io.shiplog.scheduler.decide.inbox;

import io.shiplog.model.Catalogue;
import io.shiplog.model.InboxRollCall;
import io.shiplog.model.KubeObject;
import io.shiplog.model.NodeInbox;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.PodReferences;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.Effect;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the inbox of every node: the Node itself, the pods bound to it, terminating ones included,
 * and the ConfigMaps and Secrets these pods refer to. What is missing, gone or no longer referred
 * to is a tombstone. A node that has no Node object, or one that does not ask for an inbox ({@link
 * NodeInbox}), has none.
 */
public final class NodeInboxes {

  /** The pods, bound ones only, that refer to a ConfigMap or Secret. */
  private final Map<ObjectKey, Set<ObjectKey>> referrers = new HashMap<>();

  /** Fills every inbox; what is there already is put there again. */
  public List<Effect> start(ObjectTable table) {
    List<Effect> effects = new ArrayList<>();
    for (KubeObject pod : table.list(Catalogue.PODS)) {
      if (!node(pod).isEmpty()) {
        addReferrer(Catalogue.PODS.key(pod.namespace(), pod.name()), pod);
      }
    }
    table.list(Catalogue.NODES).stream()
        .filter(NodeInbox::wanted)
        .forEach(node -> fill(node, table, effects));
    return effects;
  }

  /** Passes on what a change means to the nodes. */
  public List<Effect> changed(ObjectTable table, Change change) {
    List<Effect> effects = new ArrayList<>();
    String resource = change.key().resource();
    if (resource.equals(Catalogue.NODES.qualifiedName())) {
      nodeChanged(table, change, effects);
    } else if (resource.equals(Catalogue.PODS.qualifiedName())) {
      podChanged(table, change, effects);
    } else if (resource.equals(Catalogue.CONFIGMAPS.qualifiedName())
        || resource.equals(Catalogue.SECRETS.qualifiedName())) {
      for (String node : nodesReferringTo(change.key(), table)) {
        put(node, change.key(), table, effects);
      }
    }
    return effects;
  }

  private void nodeChanged(ObjectTable table, Change change, List<Effect> effects) {
    String name = change.key().name();
    boolean had = NodeInbox.wanted(change.before());
    boolean has = NodeInbox.wanted(change.after());
    if (has && had) {
      effects.add(new Effect.Inbox(name, change.key().toString(), change.after().json()));
    } else if (has) {
      fill(change.after(), table, effects);
    } else if (had) {
      Set<ObjectKey> gone = new TreeSet<>(table.podsOn(name));
      gone.addAll(referencesOn(name, table));
      gone.add(change.key());
      gone.forEach(key -> effects.add(new Effect.Inbox(name, key.toString(), null)));
    } else if (change.before() == null && change.after() == null) {
      empty(change.key(), effects);
    }
  }

  /**
   * A Node is gone of which nothing is known: it went while this service was away, and what it was
   * is compacted away. Whatever its inbox holds is to go, or its agent would never learn of it.
   */
  private static void empty(ObjectKey node, List<Effect> effects) {
    effects.add(new Effect.Inbox(node.name(), node.toString(), null));
    effects.add(new Effect.Inbox(node.name(), InboxRollCall.KEY, InboxRollCall.of(List.of())));
  }

  /** What pods refer to comes before them, so that an agent finds it when it sees the pod. */
  private void fill(KubeObject node, ObjectTable table, List<Effect> effects) {
    Set<ObjectKey> entries = new LinkedHashSet<>();
    entries.add(Catalogue.NODES.key("", node.name()));
    entries.addAll(referencesOn(node.name(), table));
    entries.addAll(table.podsOn(node.name()));
    entries.forEach(key -> put(node.name(), key, table, effects));
    List<String> names = entries.stream().map(ObjectKey::toString).toList();
    effects.add(new Effect.Inbox(node.name(), InboxRollCall.KEY, InboxRollCall.of(names)));
  }

  private void podChanged(ObjectTable table, Change change, List<Effect> effects) {
    String from = change.before() == null ? "" : node(change.before());
    String to = change.after() == null ? "" : node(change.after());
    Set<ObjectKey> old = from.isEmpty() ? Set.of() : PodReferences.of(change.before());
    Set<ObjectKey> current = to.isEmpty() ? Set.of() : PodReferences.of(change.after());
    old.forEach(key -> removeReferrer(key, change.key()));
    if (!to.isEmpty()) {
      addReferrer(change.key(), change.after());
    }
    if (exists(to, table)) {
      for (ObjectKey key : current) {
        if (!to.equals(from) || !old.contains(key)) {
          put(to, key, table, effects);
        }
      }
      put(to, change.key(), table, effects);
    }
    if (exists(from, table)) {
      takeOut(from, change.key(), to.equals(from), old, current, table, effects);
    }
  }

  /** Takes out of a node's inbox the pod that left, and what nothing there refers to any more. */
  private static void takeOut(
      String node,
      ObjectKey pod,
      boolean stays,
      Set<ObjectKey> old,
      Set<ObjectKey> current,
      ObjectTable table,
      List<Effect> effects) {
    if (!stays) {
      effects.add(new Effect.Inbox(node, pod.toString(), null));
    } else if (current.containsAll(old)) {
      return;
    }
    Set<ObjectKey> gone = new TreeSet<>(old);
    gone.removeAll(referencesOn(node, table));
    gone.forEach(key -> effects.add(new Effect.Inbox(node, key.toString(), null)));
  }

  private static boolean exists(String node, ObjectTable table) {
    return !node.isEmpty()
        && table.get(Catalogue.NODES, "", node).filter(NodeInbox::wanted).isPresent();
  }

  /** The object as it is now, or a tombstone. */
  private static void put(String node, ObjectKey key, ObjectTable table, List<Effect> effects) {
    effects.add(
        new Effect.Inbox(node, key.toString(), table.get(key).map(KubeObject::json).orElse(null)));
  }

  private void addReferrer(ObjectKey podKey, KubeObject pod) {
    PodReferences.of(pod)
        .forEach(key -> referrers.computeIfAbsent(key, k -> new TreeSet<>()).add(podKey));
  }

  private void removeReferrer(ObjectKey key, ObjectKey podKey) {
    Set<ObjectKey> pods = referrers.getOrDefault(key, Collections.emptySet());
    if (pods.remove(podKey) && pods.isEmpty()) {
      referrers.remove(key);
    }
  }

  private static Set<ObjectKey> referencesOn(String node, ObjectTable table) {
    Set<ObjectKey> keys = new TreeSet<>();
    for (ObjectKey pod : table.podsOn(node)) {
      table.get(pod).ifPresent(object -> keys.addAll(PodReferences.of(object)));
    }
    return keys;
  }

  private Set<String> nodesReferringTo(ObjectKey key, ObjectTable table) {
    Set<String> nodes = new TreeSet<>();
    for (ObjectKey pod : referrers.getOrDefault(key, Set.of())) {
      table.get(pod).map(NodeInboxes::node).filter(n -> exists(n, table)).ifPresent(nodes::add);
    }
    return nodes;
  }

  private static String node(KubeObject pod) {
    return pod.spec().path("nodeName").asText("");
  }
}
