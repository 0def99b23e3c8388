package io.shiplog.deployment.decide.gc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Objects that own each other in a circle. Deleted in the foreground, each would wait for the next,
 * for ever: so one of them stops holding its owners up (Kubernetes documentation, "Garbage
 * Collection": circular dependencies are broken).
 */
final class OwnerCycles {

  private OwnerCycles() {}

  /** Whether an object holds up an owner that is, through others, its own dependent. */
  static boolean holdsItselfUp(ObjectKey key, KubeObject object, ObjectTable table) {
    return object.ownerReferences().stream().anyMatch(OwnerReference::blockOwnerDeletion)
        && below(object, table).contains(key);
  }

  /** Everything that depends on an object, on what depends on it, and so on. */
  private static Set<ObjectKey> below(KubeObject object, ObjectTable table) {
    Set<ObjectKey> found = new HashSet<>();
    Deque<ObjectKey> open = new ArrayDeque<>(table.ownedBy(object.uid()));
    while (!open.isEmpty()) {
      ObjectKey key = open.pop();
      if (found.add(key)) {
        table.get(key).ifPresent(one -> open.addAll(table.ownedBy(one.uid())));
      }
    }
    return found;
  }

  /** The object's references, none of which holds its owner up. */
  static ArrayNode released(KubeObject object) {
    ArrayNode references = Json.array();
    for (var reference : object.metadata().path("ownerReferences")) {
      references.add(((ObjectNode) reference.deepCopy()).put("blockOwnerDeletion", false));
    }
    return references;
  }
}
