package io.shiplog.model.reconcile;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects of one shard as a service sees them, indexed by kind, namespace, owner and node; pods
 * and ReplicaSets also by whether they have a controller. Not thread-safe: one task owns it.
 * Iteration is in key order, so that decisions are repeatable.
 */
public final class ObjectTable {

  private static final Set<String> ADOPTABLE =
      Set.of(Catalogue.PODS.qualifiedName(), Catalogue.REPLICASETS.qualifiedName());

  private final Map<String, TreeMap<ObjectKey, KubeObject>> byResource = new HashMap<>();
  private final Map<String, Set<ObjectKey>> byOwnerUid = new HashMap<>();
  private final Map<String, Set<ObjectKey>> podsByNode = new HashMap<>();
  private final NavigableSet<ObjectKey> uncontrolled = new TreeSet<>();
  private final NavigableSet<ObjectKey> unknown = new TreeSet<>();

  /**
   * Puts an object in, or takes it out where {@code after} is null.
   *
   * @return the change that this made
   */
  public Change apply(ObjectKey key, KubeObject after) {
    unknown.remove(key);
    TreeMap<ObjectKey, KubeObject> kind =
        byResource.computeIfAbsent(key.resource(), r -> new TreeMap<>());
    KubeObject before = after == null ? kind.remove(key) : kind.put(key, after);
    if (before != null) {
      unindex(key, before);
    }
    if (after != null) {
      index(key, after);
    }
    return new Change(key, before, after);
  }

  /**
   * An object is there, but its state cannot be read, or nobody here knows its kind. The last state
   * that could be read stays in the table. It ends with the next state that can be read, or with
   * the object.
   */
  public void applyUnknown(ObjectKey key) {
    unknown.add(key);
  }

  /** Whether there is an object under this key of which nobody can say what it is like. */
  public boolean isUnknown(ObjectKey key) {
    return unknown.contains(key);
  }

  /**
   * The keys of such objects in a namespace; with "" of those in none. Who would do what cannot be
   * undone because something is not there waits while one of these may be it.
   */
  public Set<ObjectKey> unknownIn(String namespace) {
    Set<ObjectKey> found = new TreeSet<>(unknown);
    found.removeIf(key -> !key.namespace().equals(namespace));
    return found;
  }

  /** The object under a key. */
  public Optional<KubeObject> get(ObjectKey key) {
    TreeMap<ObjectKey, KubeObject> kind = byResource.get(key.resource());
    return kind == null ? Optional.empty() : Optional.ofNullable(kind.get(key));
  }

  /** The object of a kind; the namespace is ignored for cluster-scoped kinds. */
  public Optional<KubeObject> get(ResourceType type, String namespace, String name) {
    return get(type.key(namespace, name));
  }

  /** All objects of a kind, by namespace and name. */
  public Collection<KubeObject> list(ResourceType type) {
    TreeMap<ObjectKey, KubeObject> kind = byResource.get(type.qualifiedName());
    return kind == null
        ? Collections.emptyList()
        : Collections.unmodifiableCollection(kind.values());
  }

  /** All objects of a kind in a namespace, by name. */
  public Collection<KubeObject> list(ResourceType type, String namespace) {
    TreeMap<ObjectKey, KubeObject> kind = byResource.get(type.qualifiedName());
    if (kind == null) {
      return Collections.emptyList();
    }
    return Collections.unmodifiableCollection(
        kind.subMap(
                new ObjectKey(type.qualifiedName(), namespace, ""),
                new ObjectKey(type.qualifiedName(), namespace + "\0", ""))
            .values());
  }

  /** The keys of everything in the table, by resource. */
  public Collection<ObjectKey> keys() {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    new TreeMap<>(byResource).values().forEach(kind -> keys.addAll(kind.keySet()));
    return keys;
  }

  /** The keys of the objects that name this uid among their owners. */
  public Set<ObjectKey> ownedBy(String ownerUid) {
    return Collections.unmodifiableSet(byOwnerUid.getOrDefault(ownerUid, Set.of()));
  }

  /** The keys of the pods bound to a node. */
  public Set<ObjectKey> podsOn(String nodeName) {
    return Collections.unmodifiableSet(podsByNode.getOrDefault(nodeName, Set.of()));
  }

  /**
   * The keys of the objects of a kind in a namespace that no controller manages, by name.
   *
   * @param type pods or ReplicaSets: what controllers adopt
   */
  public Set<ObjectKey> uncontrolled(ResourceType type, String namespace) {
    if (!ADOPTABLE.contains(type.qualifiedName())) {
      throw new IllegalArgumentException(type.qualifiedName() + " are not indexed by controller");
    }
    return Collections.unmodifiableSet(
        uncontrolled.subSet(
            new ObjectKey(type.qualifiedName(), namespace, ""),
            new ObjectKey(type.qualifiedName(), namespace + "\0", "")));
  }

  private void index(ObjectKey key, KubeObject object) {
    boolean controlled = false;
    for (OwnerReference owner : object.ownerReferences()) {
      byOwnerUid.computeIfAbsent(owner.uid(), uid -> new TreeSet<>()).add(key);
      controlled |= owner.controller();
    }
    if (!controlled && ADOPTABLE.contains(key.resource())) {
      uncontrolled.add(key);
    }
    String node = nodeOf(key, object);
    if (!node.isEmpty()) {
      podsByNode.computeIfAbsent(node, name -> new TreeSet<>()).add(key);
    }
  }

  private void unindex(ObjectKey key, KubeObject object) {
    uncontrolled.remove(key);
    for (OwnerReference owner : object.ownerReferences()) {
      remove(byOwnerUid, owner.uid(), key);
    }
    String node = nodeOf(key, object);
    if (!node.isEmpty()) {
      remove(podsByNode, node, key);
    }
  }

  private static void remove(Map<String, Set<ObjectKey>> index, String under, ObjectKey key) {
    Set<ObjectKey> keys = index.get(under);
    if (keys != null && keys.remove(key) && keys.isEmpty()) {
      index.remove(under);
    }
  }

  private static String nodeOf(ObjectKey key, KubeObject object) {
    return key.resource().equals("pods") ? object.spec().path("nodeName").asText("") : "";
  }
}
