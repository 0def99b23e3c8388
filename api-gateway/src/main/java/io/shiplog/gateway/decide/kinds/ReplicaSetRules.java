package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;

/** ReplicaSets. */
final class ReplicaSetRules extends BasicRules {

  ReplicaSetRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    ObjectNode spec = Defaults.object(object, "spec");
    Defaults.number(spec, "replicas", 1);
    PodSpecDefaults.template(Defaults.object(spec, "template"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("replicas", 0);
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }
}
