package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;

/** Deployments. Source of the defaults: the API reference of DeploymentSpec. */
final class DeploymentRules extends BasicRules {

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

  @Override
  public boolean tracksGeneration() {
    return true;
  }
}
