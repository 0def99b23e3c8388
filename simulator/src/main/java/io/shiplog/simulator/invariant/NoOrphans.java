package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** At rest no object names only owners that are gone, and none is in a namespace that is gone. */
public final class NoOrphans implements Invariant {

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(0);
    Set<String> uids = new HashSet<>();
    for (ResourceType type : Catalogue.ALL) {
      objects.list(type).forEach(one -> uids.add(one.uid()));
    }
    for (ResourceType type : Catalogue.ALL) {
      for (KubeObject one : objects.list(type)) {
        String name = one.kind() + " " + one.namespace() + "/" + one.name();
        boolean owned = !one.ownerReferences().isEmpty();
        if (owned
            && one.ownerReferences().stream().map(OwnerReference::uid).noneMatch(uids::contains)) {
          return Optional.of(name + " belongs to what is gone: " + one.ownerReferences());
        }
        boolean homeless = objects.get(Catalogue.NAMESPACES, "", one.namespace()).isEmpty();
        if (type.namespaced() && homeless) {
          return Optional.of(name + " is in a namespace that is gone");
        }
      }
    }
    return Optional.empty();
  }
}
