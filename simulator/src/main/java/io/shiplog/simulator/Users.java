package io.shiplog.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.model.reconcile.ObjectTable;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.SecretSeal;
import io.shiplog.topics.Topics;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What users do, drawn by the dice, from what a lagging gateway shows them. */
final class Users {

  private static final UserInfo ADMIN = new UserInfo("kubernetes-admin", List.of("system:masters"));
  private static final WriteOptions AS = WriteOptions.by("kubectl");
  private static final List<String> NAMESPACES = List.of("default", "default", "team-a", "team-b");
  private static final List<String> APPS = List.of("web", "api", "db");
  private static final List<String> PROPAGATION = List.of("Background", "Foreground", "Orphan");
  private static final int MOST_AT_REST = 2;

  private final VirtualLog log;
  private final Dice dice;
  private final ObjectTable seen;
  private final CommandRecords records;
  private int sent;

  Users(VirtualLog log, Dice dice, ObjectTable seen, SecretSeal seal) {
    this.log = log;
    this.dice = dice;
    this.seen = seen;
    this.records = new CommandRecords(seal);
  }

  /** Sends commands as they are, such as those that every cluster starts with. */
  void send(Command command) {
    log.append("user", records.toCommands(command));
  }

  /** Does one thing. */
  void act() {
    int what = dice.below(100);
    if (what < 22) {
      createDeployment();
    } else if (what < 34) {
      scale();
    } else if (what < 50) {
      changeImage();
    } else if (what < 58) {
      any(Catalogue.DEPLOYMENTS).ifPresent(one -> delete(Catalogue.DEPLOYMENTS, one));
    } else if (what < 66) {
      any(Catalogue.PODS).ifPresent(one -> delete(Catalogue.PODS, one));
    } else if (what < 70) {
      any(Catalogue.REPLICASETS).ifPresent(one -> delete(Catalogue.REPLICASETS, one));
    } else if (what < 78) {
      createService();
    } else if (what < 81) {
      any(Catalogue.SERVICES).ifPresent(this::deleteService);
    } else if (what < 86) {
      relabel();
    } else if (what < 91) {
      cordon();
    } else if (what < 95) {
      createNamespaceOrPod();
    } else if (what < 97) {
      deleteNamespace();
    } else {
      garbage();
    }
  }

  /** Leaves a cluster in which everything that is wished for fits: for the last, calm part. */
  void makeRoom() {
    for (KubeObject node : seen.list(Catalogue.NODES)) {
      patch(Catalogue.NODES, node, "{'spec':{'unschedulable':false}}");
    }
    for (KubeObject one : seen.list(Catalogue.DEPLOYMENTS)) {
      if (one.spec().path("replicas").asInt() > MOST_AT_REST) {
        patch(Catalogue.DEPLOYMENTS, one, "{'spec':{'replicas':" + MOST_AT_REST + "}}");
      }
    }
    for (KubeObject one : seen.list(Catalogue.REPLICASETS)) {
      if (one.controller().isEmpty() && one.spec().path("replicas").asInt() > 0) {
        patch(Catalogue.REPLICASETS, one, "{'spec':{'replicas':0}}");
      }
    }
  }

  private void createDeployment() {
    String namespace = dice.pick(NAMESPACES);
    String name = dice.pick(APPS);
    create(
        Catalogue.DEPLOYMENTS,
        Manifests.deployment(
            namespace,
            name,
            dice.between(0, 4),
            image(),
            dice.between(1, 3) * 100,
            dice.percent(50),
            dice.percent(80) ? "RollingUpdate" : "Recreate"));
  }

  private String image() {
    return "app:" + dice.between(1, 3);
  }

  private void scale() {
    any(Catalogue.DEPLOYMENTS)
        .ifPresent(
            one -> {
              int replicas = dice.between(0, 5);
              if (dice.percent(50)) {
                patch(Catalogue.DEPLOYMENTS, one, "{'spec':{'replicas':" + replicas + "}}");
              } else {
                operate(
                    Operation.patch(
                        key(Catalogue.DEPLOYMENTS, one),
                        "scale",
                        PatchType.MERGE,
                        json("{'spec':{'replicas':" + replicas + "}}"),
                        Preconditions.NONE,
                        AS));
              }
            });
  }

  /** A rollout, or where the image was in use before, a rollback. */
  private void changeImage() {
    any(Catalogue.DEPLOYMENTS)
        .ifPresent(
            one ->
                operate(
                    Operation.patch(
                        key(Catalogue.DEPLOYMENTS, one),
                        "",
                        PatchType.STRATEGIC,
                        json(
                            "{'spec':{'template':{'spec':{'containers':[{'name':'main','image':'"
                                + image()
                                + "'}]}}}}"),
                        Preconditions.NONE,
                        AS)));
  }

  private void delete(ResourceType type, KubeObject object) {
    String propagation = dice.percent(40) ? null : dice.pick(PROPAGATION);
    Long grace = dice.percent(20) ? Long.valueOf(dice.below(3)) : null;
    Preconditions preconditions =
        dice.percent(50) ? Preconditions.uid(object.uid()) : Preconditions.NONE;
    operate(
        Operation.delete(key(type, object), preconditions, new DeletePolicy(grace, propagation)));
  }

  private void createService() {
    create(
        Catalogue.SERVICES,
        Manifests.service(
            dice.pick(NAMESPACES), dice.pick(APPS), dice.percent(70) ? "ClusterIP" : "NodePort"));
  }

  private void deleteService(KubeObject service) {
    if (!service.name().equals("kubernetes")) {
      delete(Catalogue.SERVICES, service);
    }
  }

  /** Moves a pod out of its ReplicaSet and its Service, or into others. */
  private void relabel() {
    any(Catalogue.PODS)
        .ifPresent(
            pod -> {
              String app = dice.percent(50) ? "stray" : dice.pick(APPS);
              patch(Catalogue.PODS, pod, "{'metadata':{'labels':{'app':'" + app + "'}}}");
            });
  }

  private void cordon() {
    any(Catalogue.NODES)
        .ifPresent(
            node ->
                patch(
                    Catalogue.NODES, node, "{'spec':{'unschedulable':" + dice.percent(50) + "}}"));
  }

  private void createNamespaceOrPod() {
    switch (dice.below(4)) {
      case 0 -> create(Catalogue.NAMESPACES, Manifests.namespace("team-a"));
      case 1 -> create(Catalogue.NAMESPACES, Manifests.namespace("team-b"));
      case 2 ->
          create(
              Catalogue.PODS, Manifests.pod(dice.pick(NAMESPACES), "bare", dice.pick(APPS), 100));
      default ->
          create(
              Catalogue.CONFIGMAPS,
              Manifests.configMap(dice.pick(NAMESPACES), "settings", dice.below(9)));
    }
  }

  private void deleteNamespace() {
    String name = dice.percent(50) ? "team-a" : "team-b";
    operate(
        Operation.delete(
            Catalogue.NAMESPACES.key("", name), Preconditions.NONE, DeletePolicy.DEFAULT));
  }

  /** Records that no client should write. Each must be answered, none may stop anything. */
  private void garbage() {
    sent++;
    byte[] value =
        switch (dice.below(5)) {
          case 0 -> dice.bytes(dice.below(40));
          case 1 -> null;
          case 2 -> "{\"id\":\"x\",\"operations\":[]}".getBytes();
          case 3 ->
              "{\"id\":\"x\",\"operations\":[{\"verb\":\"CREATE\",\"key\":\"pods/default/p\"}]}"
                  .getBytes();
          default ->
              "{\"operations\":[{\"verb\":\"DELETE\",\"key\":\"unicorns/default/u\"}]}".getBytes();
        };
    log.append(
        "user",
        new ProducerRecord<>(Topics.COMMANDS, dice.below(Catalogue.SHARDS), "garbage", value));
  }

  private java.util.Optional<KubeObject> any(ResourceType type) {
    Collection<KubeObject> all = seen.list(type);
    return all.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(dice.pick(List.copyOf(all)));
  }

  private void create(ResourceType type, ObjectNode object) {
    operate(Operation.create(key(type, new KubeObject(object)), object, AS));
  }

  private void patch(ResourceType type, KubeObject object, String patch) {
    operate(
        Operation.patch(
            key(type, object), "", PatchType.MERGE, json(patch), Preconditions.NONE, AS));
  }

  private void operate(Operation operation) {
    sent++;
    Command command = Command.of("user-" + sent, ADMIN, operation);
    send(command);
    if (dice.percent(3)) {
      send(command);
    }
  }

  private static ObjectKey key(ResourceType type, KubeObject object) {
    return type.key(object.namespace(), object.name());
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
