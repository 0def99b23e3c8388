package io.shiplog.ledger.decide;

import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.WrittenObject;
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

  private final TreeMap<ObjectKey, Stored> objects = new TreeMap<>();
  private final Map<String, Set<ObjectKey>> owned = new HashMap<>();
  private final Map<String, ObjectKey> holders = new HashMap<>();
  private final Map<ObjectKey, String> unknown = new TreeMap<>();
  private long resourceVersion;

  /**
   * An object as JSON, with what the indexes have of it, so that it need not be read to be
   * replaced.
   */
  private record Stored(WrittenObject json, Set<String> claims, List<String> owners) {

    static Stored of(ObjectKey key, KubeObject object, WrittenObject json) {
      List<String> owners = object.ownerReferences().stream().map(OwnerReference::uid).toList();
      return new Stored(json, Claims.of(key, object), owners);
    }
  }

  /** Takes in a fact. Of a deletion only key and resourceVersion are looked at. */
  public void replay(Fact fact) {
    boolean gone = fact.type() == Fact.Type.DELETED;
    replay(fact, gone ? null : new WrittenObject(Json.bytes(fact.object().json())));
  }

  /**
   * The same for whoever has the fact's object as JSON already; it is kept, not copied.
   *
   * @param fact its object may lack managedFields
   */
  public void replay(Fact fact, WrittenObject json) {
    ObjectKey key = fact.key();
    unknown.remove(key);
    if (fact.type() == Fact.Type.DELETED) {
      unindex(key, objects.remove(key));
    } else {
      Stored stored = Stored.of(key, fact.object(), json);
      unindex(key, objects.put(key, stored));
      index(key, stored);
    }
    replayCounter(fact.resourceVersion());
  }

  private void index(ObjectKey key, Stored stored) {
    stored.claims().forEach(claim -> holders.put(claim, key));
    for (String owner : stored.owners()) {
      owned.computeIfAbsent(owner, uid -> new TreeSet<>()).add(key);
    }
  }

  private void unindex(ObjectKey key, Stored before) {
    if (before == null) {
      return;
    }
    before.claims().forEach(claim -> holders.remove(claim, key));
    for (String owner : before.owners()) {
      Set<ObjectKey> keys = owned.get(owner);
      if (keys != null && keys.remove(key) && keys.isEmpty()) {
        owned.remove(owner);
      }
    }
  }

  /**
   * Takes in that an object is there that cannot be read.
   *
   * @param why what its record is, where it lies, and why it cannot be read
   */
  public void replayUnknown(ObjectKey key, String why) {
    unindex(key, objects.remove(key));
    unknown.put(key, why);
  }

  @Override
  public Optional<String> unknown(ObjectKey key) {
    return Optional.ofNullable(unknown.get(key));
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
    return Optional.ofNullable(objects.get(key)).map(stored -> stored.json().whole());
  }

  /** The same as it was written, for whoever compares two states. */
  public Optional<WrittenObject> written(ObjectKey key) {
    return Optional.ofNullable(objects.get(key)).map(Stored::json);
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
    objects.subMap(from, to).values().forEach(stored -> found.add(stored.json().whole()));
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

  /** What was given out, and to whom, for whoever compares two states. */
  public Map<String, ObjectKey> claims() {
    return Collections.unmodifiableMap(holders);
  }
}
