package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Collection;
import java.util.Optional;

/**
 * When a namespace is gone, so is all that was in it, of every kind and on every shard; and nothing
 * is made in one that is not there.
 */
public final class NothingOutlivesItsNamespace implements Invariant {

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    ObjectTable main = evidence.told(Catalogue.MAIN_SHARD);
    for (Written written : evidence.news()) {
      ObjectKey key = written.key();
      boolean made = written.after() != null && !key.namespace().isEmpty();
      if (made && main.get(Catalogue.NAMESPACES, "", key.namespace()).isEmpty()) {
        // It may have come and gone with the namespace within the step.
        if (evidence.told(written.shard()).get(key).isPresent()) {
          return Optional.of(key + " is in a namespace that is not there");
        }
      }
      boolean gone =
          key.resource().equals(Catalogue.NAMESPACES.qualifiedName())
              && written.after() == null
              && main.get(key).isEmpty();
      if (gone) {
        Optional<KubeObject> left = left(evidence, key.name());
        if (left.isPresent()) {
          return Optional.of(
              "%s is gone, and %s %s is there"
                  .formatted(key, left.get().kind(), left.get().name()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<KubeObject> left(Evidence evidence, String namespace) {
    return Catalogue.ALL.stream()
        .filter(ResourceType::namespaced)
        .map(type -> evidence.told(type.shard()).list(type, namespace))
        .flatMap(Collection::stream)
        .findFirst();
  }
}
