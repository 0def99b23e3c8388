package io.shiplog.deployment.decide.gc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds owners and keeps references to them. */
final class Owners {

  private Owners() {}

  /**
   * Where the owner is to be found. Empty where its absence from the dependent's table would prove
   * nothing: a kind that is not served, or one that lives on another shard.
   */
  static Optional<ObjectKey> key(ObjectKey dependent, OwnerReference reference) {
    return Catalogue.byKind(reference.apiVersion(), reference.kind())
        .filter(type -> type.shard() == Catalogue.shardOf(dependent))
        .map(type -> type.key(dependent.namespace(), reference.name()));
  }

  /** The references of an object that are to stay, as they stand. */
  static ArrayNode keep(KubeObject object, Predicate<OwnerReference> stays) {
    ArrayNode left = Json.array();
    var nodes = object.metadata().path("ownerReferences");
    var references = object.ownerReferences();
    for (int i = 0; i < references.size(); i++) {
      if (stays.test(references.get(i))) {
        left.add(nodes.get(i).deepCopy());
      }
    }
    return left;
  }
}
