package io.shiplog.deployment.decide.gc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.reconcile.Change;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes what belonged to an owner that is gone, and carries out the two ways of deleting an owner
 * that mean its dependents: foreground (they go first) and orphan (they stay, on their own). Rules:
 * Kubernetes documentation, "Garbage Collection" and "Owners and Dependents".
 */
public final class GarbageCollector implements Controller {

  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  @Override
  public String name() {
    return "generic-garbage-collector";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.after() != null) {
      work.look(change.key());
      if (change.after().finalizers().contains(FOREGROUND) && change.after().terminating()) {
        work.table().ownedBy(change.after().uid()).forEach(work::look);
      }
    }
    KubeObject before = change.before();
    if (before != null && (change.after() == null || !before.uid().equals(change.after().uid()))) {
      work.table().ownedBy(before.uid()).forEach(work::look);
    }
    if (before != null) {
      // The owner may have waited for this one to go, or to be released.
      for (OwnerReference reference : before.ownerReferences()) {
        Owners.key(change.key(), reference).ifPresent(work::look);
      }
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject object = work.table().get(key).orElse(null);
    if (object == null) {
      return;
    }
    if (object.terminating() && object.finalizers().contains(ORPHAN)) {
      orphan(key, object, work);
    } else if (object.terminating() && object.finalizers().contains(FOREGROUND)) {
      foreground(key, object, work);
    }
    if (!object.metadata().path("ownerReferences").isEmpty()) {
      dependent(key, object, work);
    }
  }

  /** The dependents lose the owner; when the last has, the owner may go. */
  private static void orphan(ObjectKey key, KubeObject owner, Work work) {
    List<ObjectKey> dependents = List.copyOf(work.table().ownedBy(owner.uid()));
    for (ObjectKey dependent : dependents) {
      KubeObject object = work.table().get(dependent).orElseThrow();
      work.write(
          Patches.owners(
              dependent,
              object,
              Owners.keep(object, reference -> !reference.uid().equals(owner.uid())),
              work.options()));
    }
    // An object that cannot be read may be one that is to lose its owner first: once the owner is
    // gone it would be collected as soon as it can be read again.
    if (dependents.isEmpty() && work.table().unknownIn(key.namespace()).isEmpty()) {
      release(key, owner, ORPHAN, work);
    }
  }

  /** The owner goes when no dependent that blocks it is left. */
  private static void foreground(ObjectKey key, KubeObject owner, Work work) {
    boolean blocked =
        work.table().ownedBy(owner.uid()).stream()
            .flatMap(dependent -> work.table().get(dependent).stream())
            .flatMap(dependent -> dependent.ownerReferences().stream())
            .anyMatch(
                reference -> reference.blockOwnerDeletion() && reference.uid().equals(owner.uid()));
    if (!blocked) {
      release(key, owner, FOREGROUND, work);
    }
  }

  private static void release(ObjectKey key, KubeObject owner, String finalizer, Work work) {
    ArrayNode left = Json.array();
    owner.finalizers().stream().filter(name -> !name.equals(finalizer)).forEach(left::add);
    work.write(Patches.finalizers(key, owner, left, work.options()));
  }

  private enum Standing {
    /** The owner is there, or lives where this table cannot see, or cannot be read. */
    SOLID,
    /** The owner waits for its dependents to go. */
    WAITING,
    /** The owner is gone. */
    GONE
  }

  private static void dependent(ObjectKey key, KubeObject object, Work work) {
    Map<Standing, Integer> standings = new EnumMap<>(Standing.class);
    for (OwnerReference reference : object.ownerReferences()) {
      standings.merge(standing(key, reference, work), 1, Integer::sum);
    }
    boolean waiting = standings.containsKey(Standing.WAITING);
    if (standings.containsKey(Standing.SOLID)) {
      if (standings.size() > 1) {
        ArrayNode solid =
            Owners.keep(object, reference -> standing(key, reference, work) == Standing.SOLID);
        work.write(Patches.owners(key, object, solid, work.options()));
      }
    } else if (waiting && OwnerCycles.holdsItselfUp(key, object, work.table())) {
      work.write(Patches.owners(key, object, OwnerCycles.released(object), work.options()));
    } else if (!object.terminating()) {
      boolean foreground = waiting && !work.table().ownedBy(object.uid()).isEmpty();
      DeletePolicy policy = new DeletePolicy(null, propagation(object, foreground));
      // Of just this version: somebody may have asked meanwhile that it leave orphans, and a
      // deletion overrides how the one before it was meant.
      work.write(Operation.delete(key, exactly(object), policy));
    }
  }

  private static Preconditions exactly(KubeObject object) {
    return Preconditions.exactly(object.uid(), object.resourceVersion());
  }

  /** How a dependent is deleted: as its own finalizers say, else as its owner is. */
  private static String propagation(KubeObject object, boolean foreground) {
    if (object.finalizers().contains(ORPHAN)) {
      return "Orphan";
    }
    return foreground || object.finalizers().contains(FOREGROUND) ? "Foreground" : "Background";
  }

  private static Standing standing(ObjectKey dependent, OwnerReference reference, Work work) {
    Optional<ObjectKey> key = Owners.key(dependent, reference);
    if (key.isEmpty() || work.table().isUnknown(key.get())) {
      return Standing.SOLID;
    }
    Optional<KubeObject> owner =
        work.table().get(key.get()).filter(found -> found.uid().equals(reference.uid()));
    if (owner.isEmpty()) {
      return Standing.GONE;
    }
    boolean waits = owner.get().terminating() && owner.get().finalizers().contains(FOREGROUND);
    return waits ? Standing.WAITING : Standing.SOLID;
  }
}
