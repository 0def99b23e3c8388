package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import java.util.Optional;

/** The garbage collector deletes nothing that has an owner which is there and is to stay. */
public final class CollectorSparesTheOwned implements Invariant {

  private static final String COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (Written written : evidence.news()) {
      boolean begun =
          written.before() != null
              && !written.before().terminating()
              && (written.after() == null || written.after().terminating());
      if (!begun || !written.user().equals(COLLECTOR)) {
        continue;
      }
      for (OwnerReference owner : written.before().ownerReferences()) {
        Optional<KubeObject> found = find(evidence, written.key(), owner);
        if (found.filter(one -> !one.terminating()).isPresent()) {
          return Optional.of(
              written.key() + " was collected though its owner " + owner.name() + " is there");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<KubeObject> find(
      Evidence evidence, ObjectKey dependent, OwnerReference owner) {
    return Catalogue.byKind(owner.apiVersion(), owner.kind())
        .flatMap(
            type -> evidence.told(type.shard()).get(type.key(dependent.namespace(), owner.name())))
        .filter(one -> one.uid().equals(owner.uid()));
  }
}
