package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;

/** Services. */
final class ServiceRules extends BasicRules {

  ServiceRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    ServiceDefaults.apply(Defaults.object(object, "spec"));
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").putObject("loadBalancer");
  }
}
