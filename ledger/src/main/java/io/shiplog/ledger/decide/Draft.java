package io.shiplog.ledger.decide;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state as it would be if the operations decided so far were accepted. It lets a later
 * operation of a command see the earlier ones, and is thrown away where one of them is refused.
 */
final class Draft implements LedgerView {

  private final LedgerView base;
  private final Map<ObjectKey, Optional<KubeObject>> changed = new TreeMap<>();
  private final Map<String, ObjectKey> holders = new HashMap<>();
  private final List<Fact> facts = new ArrayList<>();

  /** What was read from the base: reading parses, and a rule looks at its object several times. */
  private final Map<ObjectKey, Optional<KubeObject>> read = new HashMap<>();

  Draft(LedgerView base) {
    this.base = base;
  }

  /** Adds a fact as though it had been accepted. */
  void add(Fact fact) {
    ObjectKey key = fact.key();
    holders.values().removeIf(key::equals);
    if (fact.type() == Fact.Type.DELETED) {
      changed.put(key, Optional.empty());
    } else {
      changed.put(key, Optional.of(fact.object()));
      Claims.of(key, fact.object()).forEach(claim -> holders.put(claim, key));
    }
    facts.add(fact);
  }

  List<Fact> facts() {
    return facts;
  }

  @Override
  public long resourceVersion() {
    return facts.isEmpty() ? base.resourceVersion() : facts.getLast().resourceVersion();
  }

  @Override
  public Optional<ObjectKey> holder(String claim) {
    ObjectKey here = holders.get(claim);
    return here != null
        ? Optional.of(here)
        : base.holder(claim).filter(key -> !changed.containsKey(key));
  }

  @Override
  public Optional<String> unknown(ObjectKey key) {
    return changed.containsKey(key) ? Optional.empty() : base.unknown(key);
  }

  @Override
  public Optional<KubeObject> get(ObjectKey key) {
    Optional<KubeObject> here = changed.get(key);
    return here != null ? here : read.computeIfAbsent(key, base::get);
  }

  @Override
  public Collection<KubeObject> list(ResourceType type, String namespace) {
    if (changed.isEmpty()) {
      return base.list(type, namespace);
    }
    Map<ObjectKey, KubeObject> all = new TreeMap<>();
    base.list(type, namespace)
        .forEach(object -> all.put(type.key(object.namespace(), object.name()), object));
    changed.forEach(
        (key, object) -> {
          boolean wanted =
              key.resource().equals(type.qualifiedName())
                  && (namespace.isEmpty() || key.namespace().equals(namespace));
          if (wanted && object.isPresent()) {
            all.put(key, object.get());
          } else {
            all.remove(key);
          }
        });
    return all.values();
  }

  @Override
  public Collection<ObjectKey> ownedBy(String ownerUid) {
    List<ObjectKey> keys = new ArrayList<>(base.ownedBy(ownerUid));
    keys.removeIf(changed::containsKey);
    changed.forEach(
        (key, object) -> {
          if (object.isPresent()
              && object.get().ownerReferences().stream()
                  .anyMatch(owner -> owner.uid().equals(ownerUid))) {
            keys.add(key);
          }
        });
    keys.sort(null);
    return keys;
  }
}
