package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;

/** Leases. Source: the API reference of LeaseSpec. */
final class LeaseRules extends BasicRules {

  LeaseRules(ResourceType type) {
    super(type);
  }

  @Override
  void defaults(ObjectNode object) {
    Defaults.object(object, "spec");
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    Field spec = Field.of(object.json(), "spec");
    Field seconds = spec.at("leaseDurationSeconds");
    if (seconds.isSet() && seconds.number() <= 0) {
      problems.invalid(seconds, "must be greater than 0");
    }
    problems.nonNegative(spec.at("leaseTransitions"));
  }
}
