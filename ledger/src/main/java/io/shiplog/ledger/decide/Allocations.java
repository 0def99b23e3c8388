package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;

/** Which kinds the ledger gives out addresses, ports and ranges for. */
final class Allocations {

  private Allocations() {}

  static void forCreate(Request request, ObjectKey key, ObjectNode object) {
    if (request.type().equals(Catalogue.SERVICES)) {
      ServiceAllocation.allocate(request, key, object);
    } else if (request.type().equals(Catalogue.NODES)) {
      PodRanges.allocate(request, key, object);
    }
  }

  static void forUpdate(Request request, ObjectNode updated, KubeObject current) {
    if (request.type().equals(Catalogue.SERVICES)) {
      ServiceAllocation.allocate(request, request.key(), updated);
    }
  }

  /** What an update leaves out of what was given out stays as it is. */
  static void keep(ResourceType type, ObjectNode updated, KubeObject current) {
    if (type.equals(Catalogue.SERVICES)) {
      ServiceAllocation.keep(updated, current);
    } else if (type.equals(Catalogue.NODES)
        && Json.text(updated, "spec", "podCIDR").isEmpty()
        && current.spec().has("podCIDR")) {
      ObjectNode spec = Json.ensure(updated, "spec");
      spec.set("podCIDR", current.spec().get("podCIDR"));
      spec.set("podCIDRs", current.spec().path("podCIDRs").deepCopy());
    }
  }
}
