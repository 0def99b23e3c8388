package io.shiplog.gateway.decide;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The objects of one shard as the ledger holds them. Facts change it, through {@link #replay}, and
 * nothing else does: the live ledger, its standby and a restart all come through that one door, so
 * they cannot come to differ. Not thread-safe: one task owns it.
 *
 * <p>Objects are kept as JSON text, which takes a fraction of what trees take; a command looks at
 * one or two of them, and parsing those is cheap beside committing it.
 */
public final class LedgerState implements LedgerView {

  private final TreeMap<ObjectKey, byte[]> objects = new TreeMap<>();
  private final Map<String, Set<ObjectKey>> owned = new HashMap<>();
  private final Map<String, ObjectKey> holders = new HashMap<>();
  private long resourceVersion;

  /** Takes in a fact. Of a deletion only key and resourceVersion are looked at. */
  public void replay(Fact fact) {
    ObjectKey key = fact.key();
    get(key).ifPresent(before -> unindex(key, before));
    if (fact.type() == Fact.Type.DELETED) {
      objects.remove(key);
    } else {
      objects.put(key, Json.bytes(fact.object().json()));
      index(key, fact.object());
    }
    replayCounter(fact.resourceVersion());
  }

  private void index(ObjectKey key, KubeObject object) {
    Claims.of(key, object).forEach(claim -> holders.put(claim, key));
    for (OwnerReference owner : object.ownerReferences()) {
      owned.computeIfAbsent(owner.uid(), uid -> new TreeSet<>()).add(key);
    }
  }

  private void unindex(ObjectKey key, KubeObject object) {
    Claims.of(key, object).forEach(claim -> holders.remove(claim, key));
    for (OwnerReference owner : object.ownerReferences()) {
      Set<ObjectKey> keys = owned.get(owner.uid());
      if (keys != null && keys.remove(key) && keys.isEmpty()) {
        owned.remove(owner.uid());
      }
    }
  }

  /** Takes in how far the counter had come; it never goes back. */
  public void replayCounter(long reached) {
    resourceVersion = Math.max(resourceVersion, reached);
  }

  @Override
  public long resourceVersion() {
    return resourceVersion;
  }

  @Override
  public Optional<ObjectKey> holder(String claim) {
    return Optional.ofNullable(holders.get(claim));
  }

  @Override
  public Optional<KubeObject> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(LedgerState::read);
  }

  private static KubeObject read(byte[] json) {
    return new KubeObject(Json.parseObject(json));
  }

  @Override
  public Collection<KubeObject> list(ResourceType type, String namespace) {
    String resource = type.qualifiedName();
    ObjectKey from = new ObjectKey(resource, namespace, "");
    ObjectKey to =
        namespace.isEmpty()
            ? new ObjectKey(resource + "\0", "", "")
            : new ObjectKey(resource, namespace + "\0", "");
    List<KubeObject> found = new ArrayList<>();
    objects.subMap(from, to).values().forEach(json -> found.add(read(json)));
    return found;
  }

  @Override
  public Collection<ObjectKey> ownedBy(String ownerUid) {
    return Collections.unmodifiableSet(owned.getOrDefault(ownerUid, Set.of()));
  }

  /** The keys of all objects, for whoever compares two states. */
  public Collection<ObjectKey> keys() {
    return Collections.unmodifiableSet(objects.keySet());
  }
}
