package io.shiplog.simulator.user;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.simulator.Dice;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What users see of the cluster: what a gateway shows them, which lags. */
final class Sight {

  private final Supplier<ObjectTable> seen;

  Sight(Supplier<ObjectTable> seen) {
    this.seen = seen;
  }

  List<KubeObject> list(ResourceType type) {
    return List.copyOf(seen.get().list(type));
  }

  List<KubeObject> list(ResourceType type, String namespace) {
    return List.copyOf(seen.get().list(type, namespace));
  }

  Optional<KubeObject> get(ResourceType type, String namespace, String name) {
    return seen.get().get(type, namespace, name);
  }

  /** The ReplicaSets of a Deployment. */
  List<KubeObject> revisions(KubeObject deployment) {
    return list(Catalogue.REPLICASETS, deployment.namespace()).stream()
        .filter(one -> one.controller().filter(c -> c.uid().equals(deployment.uid())).isPresent())
        .toList();
  }

  /** Does something to one of a kind, if there is any. */
  void any(ResourceType type, Dice dice, Consumer<KubeObject> deed) {
    any(type, one -> true, dice, deed);
  }

  /** Does something to one of those of a kind that will do, if there is any. */
  void any(ResourceType type, Predicate<KubeObject> which, Dice dice, Consumer<KubeObject> deed) {
    List<KubeObject> all = list(type).stream().filter(which).toList();
    if (!all.isEmpty()) {
      deed.accept(dice.pick(all));
    }
  }
}
