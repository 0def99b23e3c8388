package io.shiplog.deployment.decide.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.pod.PodState;
import java.util.ArrayList;
import java.util.List;

/** What a Deployment does next, one step at a time. */
final class Steps {

  private Steps() {}

  /** Whether the name of the next ReplicaSet is taken by something else. */
  static boolean collides(Rollout rollout, Work work) {
    KubeObject deployment = rollout.deployment();
    if (rollout.current() != null) {
      return false;
    }
    return work.table()
        .get(Catalogue.REPLICASETS, deployment.namespace(), NewReplicaSets.name(deployment))
        .filter(
            taken ->
                !Templates.same(taken.spec().path("template"), deployment.spec().path("template"))
                    || taken.controller().isPresent()
                        && !io.shiplog.deployment.decide.Claims.controls(deployment, taken))
        .isPresent();
  }

  /** Asks for the next step, if there is one to take. */
  static void take(ObjectKey key, Rollout rollout, JsonNode status, Work work) {
    boolean recreates = Bounds.recreates(rollout.deployment());
    if (rollout.current() != null && renumber(key, rollout, work)) {
      return;
    }
    if (rollout.paused()) {
      scale(rollout, work);
      History.clean(rollout, work);
    } else if (recreates) {
      recreate(rollout, work);
    } else if (rollout.current() == null) {
      create(rollout, work);
    } else if (resizedByPeople(rollout)) {
      scale(rollout, work);
    } else {
      roll(rollout, work);
    }
    if (!rollout.paused() && DeploymentStatus.complete(rollout.deployment(), status)) {
      History.clean(rollout, work);
    }
  }

  /** Keeps annotations, minReadySeconds and revision numbers in line; true if they were not. */
  private static boolean renumber(ObjectKey key, Rollout rollout, Work work) {
    KubeObject current = rollout.current();
    ObjectNode patch = Json.object();
    ObjectNode lacking = Revisions.lacking(rollout);
    if (!lacking.isEmpty()) {
      patch.putObject("metadata").set("annotations", lacking);
    }
    long minReady = rollout.deployment().spec().path("minReadySeconds").asLong(0);
    if (current.spec().path("minReadySeconds").asLong(0) != minReady) {
      patch.putObject("spec").put("minReadySeconds", minReady);
    }
    if (!patch.isEmpty()) {
      work.write(Patches.merge(Rollout.key(current), current, patch, work.options()));
      return true;
    }
    String revision = current.annotation(Revisions.REVISION);
    if (!rollout.deployment().annotation(Revisions.REVISION).equals(revision)) {
      Json.ensure(patch, "metadata", "annotations").put(Revisions.REVISION, revision);
      work.write(Patches.merge(key, rollout.deployment(), patch, work.options()));
    }
    return false;
  }

  private static void create(Rollout rollout, Work work) {
    KubeObject deployment = rollout.deployment();
    int others = rollout.olds().stream().mapToInt(rs -> Size.of(rs).replicas()).sum();
    int replicas = RollingUpdate.grown(rollout.bounds(), 0, others);
    String name = NewReplicaSets.name(deployment);
    ObjectNode made = NewReplicaSets.make(deployment, replicas, Revisions.born(rollout));
    ObjectKey key = Catalogue.REPLICASETS.key(deployment.namespace(), name);
    if (work.write(Operation.create(key, made, work.options())) && replicas > 0) {
      Resizing.tell(deployment, name, 0, replicas, deployment.generation(), work);
    }
  }

  private static void roll(Rollout rollout, Work work) {
    List<Size> olds = rollout.olds().stream().map(Size::of).toList();
    resize(RollingUpdate.next(rollout.bounds(), Size.of(rollout.current()), olds), rollout, work);
  }

  /** First no old ReplicaSet keeps pods, then none of those pods is left, then come the new. */
  private static void recreate(Rollout rollout, Work work) {
    List<Size> emptied = new ArrayList<>();
    for (KubeObject old : rollout.olds()) {
      if (Size.of(old).replicas() > 0) {
        emptied.add(Size.of(old).resized(0));
      }
    }
    if (!emptied.isEmpty()) {
      resize(emptied, rollout, work);
    } else if (rollout.olds().stream().noneMatch(old -> runs(old, work))) {
      if (rollout.current() == null) {
        create(rollout, work);
      } else {
        Resizing.to(rollout.bounds().desired(), rollout.current(), rollout.deployment(), work);
      }
    }
  }

  private static boolean runs(KubeObject old, Work work) {
    return work.table().ownedBy(old.uid()).stream()
        .filter(key -> key.resource().equals(Catalogue.PODS.qualifiedName()))
        .flatMap(key -> work.table().get(key).stream())
        .anyMatch(pod -> !PodState.finished(pod));
  }

  private static boolean resizedByPeople(Rollout rollout) {
    String desired = Integer.toString(rollout.bounds().desired());
    return rollout.active().stream()
        .map(rs -> rs.annotation(Revisions.DESIRED))
        .anyMatch(annotation -> !annotation.isEmpty() && !annotation.equals(desired));
  }

  /** A change of size that is no change of template. */
  private static void scale(Rollout rollout, Work work) {
    List<KubeObject> active = rollout.active();
    int desired = rollout.bounds().desired();
    KubeObject only = active.size() == 1 ? active.getFirst() : latest(rollout);
    if (active.size() <= 1) {
      if (only != null) {
        Resizing.to(desired, only, rollout.deployment(), work);
      }
      return;
    }
    if (rollout.current() != null && saturated(rollout.current(), desired)) {
      resize(
          rollout.olds().stream()
              .map(Size::of)
              .filter(size -> size.replicas() > 0)
              .map(size -> size.resized(0))
              .toList(),
          rollout,
          work);
    } else if (!Bounds.recreates(rollout.deployment())) {
      List<ProportionalScaling.Share> shares = new ArrayList<>();
      for (KubeObject rs : active) {
        shares.add(new ProportionalScaling.Share(Size.of(rs), Revisions.most(rs), shares.size()));
      }
      resize(ProportionalScaling.scale(rollout.bounds(), shares), rollout, work);
    }
  }

  private static KubeObject latest(Rollout rollout) {
    if (rollout.current() != null) {
      return rollout.current();
    }
    return rollout.olds().isEmpty() ? null : rollout.olds().getLast();
  }

  private static boolean saturated(KubeObject current, int desired) {
    return Size.of(current).replicas() == desired
        && Size.of(current).available() == desired
        && current.annotation(Revisions.DESIRED).equals(Integer.toString(desired));
  }

  private static void resize(List<Size> sizes, Rollout rollout, Work work) {
    for (Size size : sizes) {
      rollout.all().stream()
          .filter(rs -> rs.name().equals(size.name()))
          .forEach(rs -> Resizing.to(size.replicas(), rs, rollout.deployment(), work));
    }
  }
}
