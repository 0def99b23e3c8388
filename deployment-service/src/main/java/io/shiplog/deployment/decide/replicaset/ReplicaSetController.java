package io.shiplog.deployment.decide.replicaset;

import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Claims;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.event.EventNote;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.reconcile.Change;
import io.shiplog.model.select.LabelSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps as many pods as a ReplicaSet asks for.
 *
 * <p>Two things keep it from overshooting while its commands are on their way. Pods get the lowest
 * free names of a fixed sequence ({@link ReplicaPods#names}), so a repeated request names the same
 * pods. And a pod that was asked to go counts as gone, so a repeated request chooses no further
 * victim.
 */
public final class ReplicaSetController implements Controller {

  /** Most pods made in one round, as Kubernetes' burst; the rest follows as these show. */
  private static final int BURST = 500;

  private final RecentNames recent = new RecentNames();

  @Override
  public String name() {
    return "replicaset-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    if (change.key().resource().equals(Catalogue.REPLICASETS.qualifiedName())) {
      work.look(change.key());
    } else if (change.key().resource().equals(Catalogue.PODS.qualifiedName())) {
      podChanged(change, work);
    }
  }

  private void podChanged(Change change, Work work) {
    if (change.after() == null) {
      recent.gone(change.key(), work.now());
    }
    for (KubeObject pod : sides(change)) {
      ownerOf(pod).ifPresent(work::lookSoon);
    }
    KubeObject pod = change.after();
    if (pod != null && pod.controller().isEmpty()) {
      for (KubeObject replicaSet : work.table().list(Catalogue.REPLICASETS, pod.namespace())) {
        LabelSelector selector = Claims.selector(replicaSet);
        if (selector != null && selector.matches(pod.labels())) {
          work.lookSoon(Catalogue.REPLICASETS.key(pod.namespace(), replicaSet.name()));
        }
      }
    }
    if (change.before() == null && pod != null) {
      tellOfCreation(pod, work);
    }
  }

  private static List<KubeObject> sides(Change change) {
    List<KubeObject> sides = new ArrayList<>();
    if (change.before() != null) {
      sides.add(change.before());
    }
    if (change.after() != null && change.after() != change.before()) {
      sides.add(change.after());
    }
    return sides;
  }

  private static Optional<ObjectKey> ownerOf(KubeObject pod) {
    return pod.controller()
        .filter(owner -> owner.kind().equals("ReplicaSet"))
        .map(owner -> Catalogue.REPLICASETS.key(pod.namespace(), owner.name()));
  }

  /** Told when the pod is there, not when it is asked for: then it is true. */
  private static void tellOfCreation(KubeObject pod, Work work) {
    ownerOf(pod)
        .flatMap(work.table()::get)
        .filter(replicaSet -> Claims.controls(replicaSet, pod))
        .ifPresent(
            replicaSet ->
                work.event(
                    replicaSet,
                    EventNote.normal(
                        "SuccessfulCreate",
                        "Created pod: " + pod.name(),
                        pod.uid(),
                        created(pod, work))));
  }

  private static Instant created(KubeObject pod, Work work) {
    return KubeObject.instant(pod.metadata().path("creationTimestamp")).orElse(work.now());
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject replicaSet = work.table().get(key).orElse(null);
    LabelSelector selector = replicaSet == null ? null : Claims.selector(replicaSet);
    if (selector == null) {
      return;
    }
    List<KubeObject> active =
        Claims.claim(replicaSet, selector, Catalogue.PODS, work).stream()
            .filter(PodState::active)
            .toList();
    work.rest(active.size());
    if (!replicaSet.terminating()) {
      scale(replicaSet, active, work);
    }
    ReplicaSetStatus status = ReplicaSetStatus.of(replicaSet, active, work.now());
    if (status.differsFrom(replicaSet)) {
      work.write(Patches.status(key, replicaSet, status.json(), work.options()));
    }
    if (status.changesAt() != null) {
      work.lookAgain(key, status.changesAt());
    }
  }

  private void scale(KubeObject replicaSet, List<KubeObject> active, Work work) {
    List<KubeObject> staying = new ArrayList<>();
    for (KubeObject pod : active) {
      if (work.deleteAsked(podKey(pod), pod.uid())) {
        work.write(deletion(pod));
      } else {
        staying.add(pod);
      }
    }
    int missing = replicaSet.spec().path("replicas").asInt(1) - staying.size();
    if (missing > 0 && !leaving(replicaSet.namespace(), work)) {
      create(replicaSet, Math.min(missing, BURST), work);
    }
    for (KubeObject victim : Victims.choose(staying, Math.max(0, -missing))) {
      if (work.write(deletion(victim))) {
        work.event(
            replicaSet,
            EventNote.normal(
                "SuccessfulDelete", "Deleted pod: " + victim.name(), victim.uid(), work.now()));
      }
    }
  }

  private static boolean leaving(String namespace, Work work) {
    return work.table()
        .get(Catalogue.NAMESPACES.key("", namespace))
        .filter(KubeObject::terminating)
        .isPresent();
  }

  private void create(KubeObject replicaSet, int count, Work work) {
    List<String> names =
        ReplicaPods.names(
            replicaSet,
            count,
            name -> {
              ObjectKey key = Catalogue.PODS.key(replicaSet.namespace(), name);
              return work.table().get(key).isPresent() || recent.has(key, work.now());
            });
    for (String name : names) {
      work.write(
          Operation.create(
              Catalogue.PODS.key(replicaSet.namespace(), name),
              ReplicaPods.pod(replicaSet, name),
              work.options()));
    }
  }

  private static Operation deletion(KubeObject pod) {
    return Operation.delete(podKey(pod), Preconditions.uid(pod.uid()), DeletePolicy.DEFAULT);
  }

  private static ObjectKey podKey(KubeObject pod) {
    return Catalogue.PODS.key(pod.namespace(), pod.name());
  }
}
