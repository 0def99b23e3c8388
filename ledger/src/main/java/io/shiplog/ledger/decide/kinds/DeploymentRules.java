package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.util.List;

/** Deployments. Source: the API reference of DeploymentSpec and kube-apiserver's behaviour. */
final class DeploymentRules extends BasicRules {

  private static final List<String> NUMBERS =
      List.of("replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
  private static final List<String> COUNTS =
      List.of(
          "replicas",
          "updatedReplicas",
          "readyReplicas",
          "availableReplicas",
          "unavailableReplicas");

  DeploymentRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    Defaults.number(spec, "progressDeadlineSeconds", 600);
    Defaults.number(spec, "replicas", 1);
    Defaults.number(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Defaults.object(spec, "strategy");
    Defaults.text(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rollingUpdate = Defaults.object(strategy, "rollingUpdate");
      Defaults.text(rollingUpdate, "maxSurge", "25%");
      Defaults.text(rollingUpdate, "maxUnavailable", "25%");
    }
    PodSpecDefaults.template(Defaults.object(spec, "template"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status");
  }

  /** Unlike other kinds, a Deployment keeps its labels when its status is written. */
  @Override
  public void prepareForStatusUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForStatusUpdate(updated, current);
    put(Json.ensure(updated, "metadata"), "labels", current.metadata().path("labels"));
  }

  @Override
  public List<String> warnings(KubeObject deployment, KubeObject before) {
    boolean same = before != null && before.generation() == deployment.generation();
    return same ? List.of() : PodWarnings.template(deployment, before == null);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field spec = Field.of(object.json(), "spec");
    NUMBERS.forEach(name -> problems.nonNegative(spec.at(name)));
    PodTemplateRules.check(spec, "ReplicaSet", problems);
    strategy(spec.at("strategy"), problems);
    Field deadline = spec.at("progressDeadlineSeconds");
    if (deadline.isSet() && deadline.number() <= spec.at("minReadySeconds").number()) {
      problems.invalid(deadline, "must be greater than minReadySeconds");
    }
  }

  @Override
  void validateChange(KubeObject updated, KubeObject current, Problems problems) {
    problems.immutable(
        Field.of(updated.json(), "spec").at("selector"), current.spec().path("selector"));
  }

  @Override
  void validateStatus(KubeObject updated, KubeObject current, Problems problems) {
    Field status = Field.of(updated.json(), "status");
    problems.nonNegative(status.at("observedGeneration"));
    ReplicaCounts.check(status, COUNTS, problems);
    Field collisions = status.at("collisionCount");
    problems.nonNegative(collisions);
    if (collisions.number() < current.status().path("collisionCount").asLong(0)) {
      problems.invalid(collisions, collisions.number(), "cannot be decremented");
    }
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  private static void strategy(Field strategy, Problems problems) {
    Field rollingUpdate = strategy.at("rollingUpdate");
    switch (strategy.at("type").text()) {
      case "Recreate" -> {
        if (rollingUpdate.isSet()) {
          problems.forbidden(
              rollingUpdate, "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "RollingUpdate" -> rollingUpdate(rollingUpdate, problems);
      default -> problems.oneOf(strategy.at("type"), List.of("Recreate", "RollingUpdate"));
    }
  }

  private static void rollingUpdate(Field rollingUpdate, Problems problems) {
    Field maxUnavailable = rollingUpdate.at("maxUnavailable");
    Field maxSurge = rollingUpdate.at("maxSurge");
    PortRules.numberOrPercent(maxUnavailable, problems);
    PortRules.numberOrPercent(maxSurge, problems);
    if (number(maxUnavailable) == 0 && number(maxSurge) == 0) {
      problems.invalid(maxUnavailable, "may not be 0 when `maxSurge` is 0");
    }
    if (maxUnavailable.node().isTextual() && number(maxUnavailable) > 100) {
      problems.invalid(maxUnavailable, "must not be greater than 100%");
    }
  }

  /** The number, or the number before the percent sign; 1 where it is neither. */
  private static long number(Field field) {
    String digits = field.text().replaceFirst("%$", "");
    return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 1;
  }
}
