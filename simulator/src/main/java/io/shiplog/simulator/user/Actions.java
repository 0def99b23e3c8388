package io.shiplog.simulator.user;

import java.util.ArrayList;
import java.util.List;

/** The table of what users do, and how often. */
final class Actions {

  private Actions() {}

  static List<Action> all(Sight sight, UserCommands commands) {
    List<Action> all = new ArrayList<>();
    all.addAll(onDeployments(new DeploymentActions(sight, commands)));
    all.addAll(onReplicaSets(new ReplicaSetActions(sight, commands)));
    all.addAll(onPods(new PodActions(sight, commands)));
    all.addAll(onServices(new ServiceActions(sight, commands)));
    all.addAll(onNodes(new NodeActions(sight, commands)));
    all.addAll(onNamespaces(new NamespaceActions(sight, commands)));
    all.addAll(onConfig(new ConfigActions(sight, commands)));
    all.addAll(writes(new WriteActions(sight, commands)));
    return all;
  }

  private static List<Action> onDeployments(DeploymentActions deployments) {
    return List.of(
        Action.of("create a Deployment", 140, deployments::create),
        Action.of("scale a Deployment", 80, deployments::scale),
        Action.of("roll a Deployment out", 110, deployments::rollOut),
        Action.of("roll a Deployment out to a missing image", 20, deployments::rollOutMissing),
        Action.of("roll a Deployment out to a broken image", 15, deployments::rollOutBroken),
        Action.of("roll a Deployment back", 60, deployments::rollBack),
        Action.of("pause a Deployment", 20, deployments::pause),
        Action.of("resume a Deployment", 60, deployments::resume),
        Action.of("tune a Deployment", 25, deployments::tune),
        Action.of("delete a Deployment", 50, deployments::delete),
        Action.of("recreate a Deployment", 30, deployments::recreate),
        Action.of("release a held Deployment", 10, deployments::release));
  }

  private static List<Action> onReplicaSets(ReplicaSetActions replicaSets) {
    return List.of(
        Action.of("create a ReplicaSet", 50, replicaSets::create),
        Action.of("scale a ReplicaSet", 30, replicaSets::scale),
        Action.of("delete a ReplicaSet", 30, replicaSets::delete));
  }

  private static List<Action> onPods(PodActions pods) {
    return List.of(
        Action.of("create a pod", 20, pods::create),
        Action.of("run a pod to its end", 40, pods::runToItsEnd),
        Action.of("run a pod for a while", 20, pods::runForAWhile),
        Action.of("create an exclusive pod", 25, pods::createExclusive),
        Action.of("change a pod's image", 25, pods::changeImage),
        Action.of("delete a pod", 60, pods::delete),
        Action.of("relabel a pod", 30, pods::relabel),
        Action.of("move a pod to another owner", 60, pods::moveToAnotherOwner));
  }

  private static List<Action> onServices(ServiceActions services) {
    return List.of(
        Action.of("create a Service", 60, services::create),
        Action.of("create a headless Service", 20, services::createHeadless),
        Action.of("create a Service without a selector", 35, services::createWithoutSelector),
        Action.of("change a Service's type", 20, services::changeType),
        Action.of("change a Service's ports", 20, services::changePorts),
        Action.of("change a Service's selector", 25, services::changeSelector),
        Action.of("drop a Service's selector", 15, services::dropSelector),
        Action.of("write Endpoints", 60, services::writeEndpoints),
        Action.of("delete Endpoints", 20, services::deleteEndpoints),
        Action.of("write an EndpointSlice", 30, services::writeSlice),
        Action.of("delete an EndpointSlice", 30, services::deleteSlice),
        Action.of("delete a Service", 30, services::delete),
        Action.of("release a held Service", 10, services::release));
  }

  private static List<Action> onNodes(NodeActions nodes) {
    return List.of(
        Action.of("cordon a node", 15, nodes::cordon),
        Action.of("uncordon a node", 25, nodes::uncordon),
        Action.of("drain a node", 20, nodes::drain),
        Action.of("taint a node", 25, nodes::taint),
        Action.of("take a taint off a node", 50, nodes::untaint),
        Action.of("label a node", 15, nodes::label),
        Action.of("delete a node", 10, nodes::delete));
  }

  private static List<Action> onNamespaces(NamespaceActions namespaces) {
    return List.of(
        Action.of("create a namespace", 60, namespaces::create),
        Action.of("delete a namespace", 5, namespaces::delete),
        Action.of("lead in a namespace", 40, namespaces::lead),
        Action.of("tell of something in a namespace", 40, namespaces::tell),
        Action.of("delete a namespace during a rollout", 70, namespaces::deleteBusy));
  }

  private static List<Action> onConfig(ConfigActions config) {
    return List.of(
        Action.of("create a ConfigMap", 25, config::create),
        Action.of("create a held ConfigMap", 60, config::createHeld),
        Action.of("change a ConfigMap", 35, config::change),
        Action.of("delete a ConfigMap", 30, config::delete),
        Action.of("delete a held ConfigMap", 120, config::deleteHeld),
        Action.of("release a held ConfigMap", 15, config::release),
        Action.of("create a Secret", 25, config::createSecret),
        Action.of("change a Secret", 35, config::changeSecret),
        Action.of("delete a Secret", 30, config::deleteSecret));
  }

  private static List<Action> writes(WriteActions writes) {
    return List.of(
        Action.of("apply a Deployment", 20, writes::apply),
        Action.of("apply somebody's field by force", 12, writes::applyForced),
        Action.refused("apply somebody's field", 8, writes::applyUnforced),
        Action.of("replace a Deployment", 20, writes::replace),
        Action.refused("replace a Deployment too late", 8, writes::replaceLate),
        Action.of("patch a Deployment by pointer", 12, writes::patchByPointer),
        Action.of("create a Deployment and its Service", 12, writes::createTogether),
        Action.of("change a Deployment twice at once", 10, writes::changeTwice),
        Action.refused("write an old status", 12, writes::writeOldStatus),
        Action.of("write a wrong status", 12, writes::writeWrongStatus),
        Action.garbage("write garbage", 20, writes::garbage));
  }
}
