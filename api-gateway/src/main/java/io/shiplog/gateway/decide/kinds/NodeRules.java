package io.shiplog.gateway.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.ResourceType;

/** Nodes, which register themselves, status and all. */
final class NodeRules extends BasicRules {

  NodeRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    Defaults.object(object, "spec");
    ObjectNode status = Defaults.object(object, "status");
    Defaults.canonicalQuantities(status.path("capacity"));
    Defaults.canonicalQuantities(status.path("allocatable"));
    if (status.hasNonNull("capacity") && !status.hasNonNull("allocatable")) {
      status.set("allocatable", status.path("capacity").deepCopy());
    }
  }

  /** A node may come with its status: the agent that creates it knows it. */
  @Override
  public void prepareForCreate(ObjectNode object) {}
}
