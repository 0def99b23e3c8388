package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;

/**
 * What a new pod has from its ServiceAccount. Source: kube-apiserver's admission plugin
 * ServiceAccount; that an account is missing is no reason to refuse the pod here, for it gets no
 * token of it.
 */
final class PodAccount {

  private static final String SECRETS = "imagePullSecrets";

  private PodAccount() {}

  /** Gives a pod that names no Secrets for registries those of its account, if it has any. */
  static void lend(StateView state, String namespace, ObjectNode pod) {
    ObjectNode spec = Json.ensure(pod, "spec");
    if (!spec.path(SECRETS).isEmpty()) {
      return;
    }
    String account = spec.path("serviceAccountName").asText("default");
    JsonNode secrets =
        state
            .get(Catalogue.SERVICEACCOUNTS.key(namespace, account))
            .map(found -> found.at(SECRETS))
            .orElse(Json.array());
    if (!secrets.isEmpty()) {
      spec.set(SECRETS, secrets.deepCopy());
    }
  }
}
