package io.shiplog.gateway.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Fact;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of one shard as the ledger holds them. Facts change it, through {@link #replay}, and
 * nothing else does: the live ledger, its standby and a restart all come through that one door, so
 * they cannot come to differ. Not thread-safe: one task owns it.
 */
public final class LedgerState implements LedgerView {

  private final ObjectTable objects = new ObjectTable();
  private final Map<String, ObjectKey> holders = new HashMap<>();
  private long resourceVersion;

  /** Takes in a fact. Of a deletion only key and resourceVersion are looked at. */
  public void replay(Fact fact) {
    ObjectKey key = fact.key();
    Change change = objects.apply(key, fact.type() == Fact.Type.DELETED ? null : fact.object());
    if (change.before() != null) {
      Claims.of(key, change.before()).forEach(claim -> holders.remove(claim, key));
    }
    if (change.after() != null) {
      Claims.of(key, change.after()).forEach(claim -> holders.put(claim, key));
    }
    replayCounter(fact.resourceVersion());
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
    return objects.get(key);
  }

  @Override
  public Collection<KubeObject> list(ResourceType type, String namespace) {
    return namespace.isEmpty() ? objects.list(type) : objects.list(type, namespace);
  }

  @Override
  public Collection<ObjectKey> ownedBy(String ownerUid) {
    return objects.ownedBy(ownerUid);
  }

  /** The keys of all objects, for whoever compares two states. */
  public Collection<ObjectKey> keys() {
    return objects.keys();
  }
}
