package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;

/** Pods. */
final class PodRules extends BasicRules {

  PodRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    PodSpecDefaults.pod(Defaults.object(object, "spec"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    PodAdmission.apply(spec);
    ObjectNode status = object.putObject("status");
    status.put("phase", "Pending");
    status.put("qosClass", QosClass.of(spec));
  }

  @Override
  public void prepareForUpdate(ObjectNode updated, KubeObject current) {
    super.prepareForUpdate(updated, current);
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }
}
