package io.shiplog.ledger.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import java.util.Collection;
import java.util.Optional;

/** The current objects, as rules see them: to look at, not to change. */
public interface StateView {

  /** The object under a key. */
  Optional<KubeObject> get(ObjectKey key);

  /** All objects of a kind in a namespace, or in all where the namespace is empty, in key order. */
  Collection<KubeObject> list(ResourceType type, String namespace);

  /** The keys of the objects that name this uid among their owners. */
  Collection<ObjectKey> ownedBy(String ownerUid);
}
