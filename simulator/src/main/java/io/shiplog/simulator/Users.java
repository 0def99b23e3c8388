package io.shiplog.simulator;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.SecretSeal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What users do, drawn by dice, from what a lagging gateway shows them. */
final class Users {

  private static final List<String> NAMESPACES = List.of("default", "default", "team-a", "team-b");
  private static final List<String> TEAMS = List.of("team-a", "team-b");
  private static final List<String> APPS = List.of("web", "api", "db");
  private static final int MOST_AT_REST = 2;

  private final Supplier<ObjectTable> seen;
  private final UserCommands commands;

  Users(VirtualLog log, ProcessClock clock, Supplier<ObjectTable> seen, SecretSeal seal) {
    this.seen = seen;
    this.commands = new UserCommands(log, clock, seal);
  }

  /** Sends commands as they are, such as those that every cluster starts with. */
  void send(Command command) {
    commands.send(command);
  }

  /** Does one thing. */
  void act(Dice dice) {
    int what = dice.below(100);
    if (what < 20) {
      createDeployment(dice);
    } else if (what < 30) {
      any(Catalogue.DEPLOYMENTS, dice, one -> commands.scale(one, dice.between(0, 5), dice));
    } else if (what < 43) {
      any(Catalogue.DEPLOYMENTS, dice, one -> commands.rollOut(one, image(dice), dice));
    } else if (what < 47) {
      any(Catalogue.DEPLOYMENTS, dice, one -> rollBack(one, dice));
    } else if (what < 53) {
      any(Catalogue.DEPLOYMENTS, dice, one -> commands.delete(Catalogue.DEPLOYMENTS, one, dice));
    } else if (what < 56) {
      any(Catalogue.DEPLOYMENTS, dice, one -> recreate(one, dice));
    } else if (what < 63) {
      any(Catalogue.PODS, dice, one -> commands.delete(Catalogue.PODS, one, dice));
    } else if (what < 66) {
      any(Catalogue.REPLICASETS, dice, one -> commands.delete(Catalogue.REPLICASETS, one, dice));
    } else if (what < 73) {
      createService(dice);
    } else if (what < 76) {
      any(Catalogue.SERVICES, dice, one -> deleteService(one, dice));
    } else if (what < 81) {
      any(Catalogue.PODS, dice, one -> relabel(one, dice));
    } else if (what < 84) {
      any(Catalogue.NODES, dice, one -> commands.cordon(one, dice.percent(50), dice));
    } else if (what < 86) {
      any(Catalogue.NODES, dice, one -> drain(one, dice));
    } else if (what < 87) {
      any(Catalogue.NODES, dice, one -> commands.delete(Catalogue.NODES, one, dice));
    } else {
      actOnOtherThings(what, dice);
    }
  }

  private void actOnOtherThings(int what, Dice dice) {
    if (what < 90) {
      commands.create(Catalogue.NAMESPACES, Manifests.namespace(dice.pick(TEAMS)), dice);
    } else if (what < 92) {
      commands.create(
          Catalogue.PODS, Manifests.pod(dice.pick(NAMESPACES), "bare", dice.pick(APPS), 100), dice);
    } else if (what < 94) {
      commands.create(
          Catalogue.CONFIGMAPS,
          Manifests.configMap(dice.pick(NAMESPACES), "settings", dice.below(9), dice.percent(50)),
          dice);
    } else if (what < 96) {
      any(Catalogue.CONFIGMAPS, dice, one -> holdOrDelete(one, dice));
    } else if (what < 98) {
      deleteNamespace(dice);
    } else {
      commands.garbage(dice);
    }
  }

  /** Leaves a cluster in which everything that is wished for fits: for the last, calm part. */
  void makeRoom() {
    Dice dice = Dice.of(0, 0);
    for (KubeObject node : seen.get().list(Catalogue.NODES)) {
      commands.cordon(node, false, dice);
    }
    for (KubeObject one : seen.get().list(Catalogue.DEPLOYMENTS)) {
      if (one.spec().path("replicas").asInt() > MOST_AT_REST) {
        commands.resize(Catalogue.DEPLOYMENTS, one, MOST_AT_REST, dice);
      }
    }
    for (KubeObject one : seen.get().list(Catalogue.REPLICASETS)) {
      if (one.controller().isEmpty() && one.spec().path("replicas").asInt() > 0) {
        commands.resize(Catalogue.REPLICASETS, one, 0, dice);
      }
    }
    for (KubeObject one : seen.get().list(Catalogue.CONFIGMAPS)) {
      if (!one.finalizers().isEmpty()) {
        commands.release(one, dice);
      }
    }
  }

  private void createDeployment(Dice dice) {
    commands.create(
        Catalogue.DEPLOYMENTS,
        Manifests.deployment(
            dice.pick(NAMESPACES),
            dice.pick(APPS),
            dice.between(0, 4),
            image(dice),
            dice.between(1, 3) * 100,
            dice.percent(50),
            dice.percent(80) ? "RollingUpdate" : "Recreate"),
        dice);
  }

  private static String image(Dice dice) {
    return "app:" + dice.between(1, 3);
  }

  /** Back to the template of one of its ReplicaSets. */
  private void rollBack(KubeObject deployment, Dice dice) {
    List<KubeObject> revisions =
        seen.get().list(Catalogue.REPLICASETS, deployment.namespace()).stream()
            .filter(
                one -> one.controller().filter(c -> c.uid().equals(deployment.uid())).isPresent())
            .toList();
    if (!revisions.isEmpty()) {
      commands.rollBack(deployment, dice.pick(revisions), dice);
    }
  }

  /** Deletes it and creates another of its name, without waiting for the end of the first. */
  private void recreate(KubeObject deployment, Dice dice) {
    commands.delete(Catalogue.DEPLOYMENTS, deployment, dice);
    commands.create(
        Catalogue.DEPLOYMENTS,
        Manifests.deployment(
            deployment.namespace(),
            deployment.name(),
            dice.between(1, 3),
            image(dice),
            100,
            dice.percent(50),
            "RollingUpdate"),
        dice);
  }

  private void createService(Dice dice) {
    commands.create(
        Catalogue.SERVICES,
        Manifests.service(
            dice.pick(NAMESPACES), dice.pick(APPS), dice.percent(70) ? "ClusterIP" : "NodePort"),
        dice);
  }

  private void deleteService(KubeObject service, Dice dice) {
    if (!service.name().equals("kubernetes")) {
      commands.delete(Catalogue.SERVICES, service, dice);
    }
  }

  /** Moves a pod out of its ReplicaSet and its Service, or into others. */
  private void relabel(KubeObject pod, Dice dice) {
    commands.relabel(pod, dice.percent(50) ? "stray" : dice.pick(APPS), dice);
  }

  /** Cordons a node and deletes what runs there. */
  private void drain(KubeObject node, Dice dice) {
    commands.cordon(node, true, dice);
    for (KubeObject pod : seen.get().list(Catalogue.PODS)) {
      if (pod.spec().path("nodeName").asText().equals(node.name())) {
        commands.delete(Catalogue.PODS, pod, dice);
      }
    }
  }

  private void holdOrDelete(KubeObject configMap, Dice dice) {
    if (configMap.finalizers().isEmpty() || dice.percent(60)) {
      commands.delete(Catalogue.CONFIGMAPS, configMap, dice);
    } else {
      commands.release(configMap, dice);
    }
  }

  /** Half of the time in the middle of a rollout. */
  private void deleteNamespace(Dice dice) {
    String name = dice.pick(TEAMS);
    List<KubeObject> inside = List.copyOf(seen.get().list(Catalogue.DEPLOYMENTS, name));
    if (!inside.isEmpty() && dice.percent(50)) {
      commands.rollOut(dice.pick(inside), image(dice), dice);
    }
    commands.deleteNamespace(name, dice);
  }

  private void any(ResourceType type, Dice dice, Consumer<KubeObject> action) {
    Collection<KubeObject> all = seen.get().list(type);
    Optional.of(all)
        .filter(some -> !some.isEmpty())
        .ifPresent(some -> action.accept(dice.pick(List.copyOf(some))));
  }
}
