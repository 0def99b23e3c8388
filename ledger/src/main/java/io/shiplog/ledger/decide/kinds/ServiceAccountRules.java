package io.shiplog.ledger.decide.kinds;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;

/** ServiceAccounts: names, and the Secrets they may use. */
final class ServiceAccountRules extends BasicRules {

  ServiceAccountRules(ResourceType type) {
    super(type);
  }

  @Override
  void validate(KubeObject object, Problems problems) {
    for (Field secret : Field.of(object.json(), "imagePullSecrets").items()) {
      problems.form(secret.at("name"), Formats::dnsSubdomain);
    }
  }
}
