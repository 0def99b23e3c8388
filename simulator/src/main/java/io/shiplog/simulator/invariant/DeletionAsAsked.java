package io.shiplog.simulator.invariant;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is deleted in the foreground outlasts the dependents that block it. What is deleted as an
 * orphan's owner leaves dependents that live on and do not name it any more.
 *
 * <p>The collector sees the log late. So it is judged by what did not change since it last knew all
 * there was: whatever state it saw, that was so. (Source: Kubernetes documentation, "Use Foreground
 * and Orphan Cascading Deletion".)
 */
public final class DeletionAsAsked implements Invariant {

  private static final String COLLECTOR =
      "system:serviceaccount:kube-system:generic-garbage-collector";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  /** What came, or changed owners, since the collector last knew all. */
  private final Set<ObjectKey> changed = new HashSet<>();

  /** The uids of those that wait for their dependents to go. */
  private final Set<String> waiting = new HashSet<>();

  /** Those that did so at some time since the collector last knew all. */
  private final Set<String> waited = new HashSet<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    evidence.news().forEach(this::take);
    ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
    Optional<String> broken =
        evidence.news().stream()
            .filter(written -> written.user().equals(COLLECTOR) && written.before() != null)
            .flatMap(written -> check(objects, written).stream())
            .findFirst();
    if (evidence.knowsAll("deployment-service")) {
      changed.clear();
      waited.clear();
      waited.addAll(waiting);
    }
    return broken;
  }

  private void take(Written written) {
    KubeObject before = written.before();
    KubeObject after = written.after();
    if (before == null
        || after == null
        || !before.uid().equals(after.uid())
        || !before.ownerReferences().equals(after.ownerReferences())) {
      changed.add(written.key());
    }
    if (after != null && after.terminating() && after.finalizers().contains(FOREGROUND)) {
      waiting.add(after.uid());
      waited.add(after.uid());
    } else if (before != null) {
      waiting.remove(before.uid());
    }
  }

  private Optional<String> check(ObjectTable objects, Written written) {
    Optional<ObjectKey> left = Optional.empty();
    if (releases(written, FOREGROUND)) {
      left = dependent(objects, written.before(), true);
    } else if (releases(written, ORPHAN)) {
      left = dependent(objects, written.before(), false);
    }
    if (left.isPresent()) {
      return Optional.of(
          "%s (%s) may go, but there is %s"
              .formatted(written.key(), written.before().finalizers(), left.get()));
    }
    return begins(written) ? orphaned(objects, written) : Optional.empty();
  }

  private static boolean releases(Written written, String finalizer) {
    return written.before().finalizers().contains(finalizer)
        && (written.after() == null || !written.after().finalizers().contains(finalizer));
  }

  private static boolean begins(Written written) {
    return !written.before().terminating()
        && (written.after() == null || written.after().terminating());
  }

  /** Something that named the owner all the time, and still does. */
  private Optional<ObjectKey> dependent(ObjectTable objects, KubeObject owner, boolean blocking) {
    return objects.ownedBy(owner.uid()).stream()
        .filter(key -> !changed.contains(key))
        .filter(key -> names(objects.get(key).orElseThrow(), owner, blocking))
        .findFirst();
  }

  private static boolean names(KubeObject dependent, KubeObject owner, boolean blocking) {
    return dependent.ownerReferences().stream()
        .filter(reference -> reference.uid().equals(owner.uid()))
        .anyMatch(reference -> !blocking || reference.blockOwnerDeletion());
  }

  /** Whether something is collected of which an owner never was anything but to leave it alive. */
  private Optional<String> orphaned(ObjectTable objects, Written written) {
    if (changed.contains(written.key()) && written.after() != null) {
      return Optional.empty();
    }
    for (OwnerReference reference : written.before().ownerReferences()) {
      boolean leaves =
          Catalogue.byKind(reference.apiVersion(), reference.kind())
              .map(type -> type.key(written.key().namespace(), reference.name()))
              .flatMap(objects::get)
              .filter(owner -> owner.uid().equals(reference.uid()))
              .filter(owner -> owner.terminating() && owner.finalizers().contains(ORPHAN))
              .isPresent();
      if (leaves && !waited.contains(reference.uid())) {
        return Optional.of(
            written.key() + " was collected, and was to outlive " + reference.name());
      }
    }
    return Optional.empty();
  }
}
