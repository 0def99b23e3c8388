package io.shiplog.deployment.decide.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.deployment.decide.Controller;
import io.shiplog.deployment.decide.Work;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.command.DeletePolicy;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.Verb;
import io.shiplog.model.reconcile.Change;

/**
 * Gives each active namespace its default ServiceAccount, and empties a namespace that is to go;
 * once nothing is left in it, the namespace is finalized.
 *
 * <p>What lives on other shards does not hold a namespace up: Events leave by their age, and Leases
 * of a namespace that is gone are out of reach, since no table holds both.
 */
public final class NamespaceController implements Controller {

  private static final String FINALIZER = "kubernetes";
  private static final String DEFAULT_ACCOUNT = "default";

  @Override
  public String name() {
    return "namespace-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    ObjectKey key = change.key();
    if (key.resource().equals(Catalogue.NAMESPACES.qualifiedName())) {
      work.look(key);
    } else if (!key.namespace().isEmpty()) {
      ObjectKey namespace = Catalogue.NAMESPACES.key("", key.namespace());
      boolean account = change.after() == null && key.resource().equals(accountKey("").resource());
      if (account || work.table().get(namespace).filter(KubeObject::terminating).isPresent()) {
        work.lookSoon(namespace);
      }
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject namespace = work.table().get(key).orElse(null);
    if (namespace == null) {
      return;
    }
    if (!namespace.terminating()) {
      if (work.table().get(accountKey(key.name())).isEmpty()) {
        work.write(account(key.name(), work));
      }
    } else if (!empty(key.name(), work)) {
      finish(key, namespace, work);
    }
  }

  private static ObjectKey accountKey(String namespace) {
    return Catalogue.SERVICEACCOUNTS.key(namespace, DEFAULT_ACCOUNT);
  }

  private static Operation account(String namespace, Work work) {
    ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
    account.putObject("metadata").put("name", DEFAULT_ACCOUNT).put("namespace", namespace);
    return Operation.create(accountKey(namespace), account, work.options());
  }

  /** Asks for everything in the namespace to go; false if there was nothing. */
  private static boolean empty(String namespace, Work work) {
    int found = 0;
    for (ResourceType type : Catalogue.ALL) {
      if (!type.namespaced()) {
        continue;
      }
      for (KubeObject object : work.table().list(type, namespace)) {
        found++;
        if (!object.terminating()) {
          work.write(
              Operation.delete(
                  type.key(namespace, object.name()),
                  Preconditions.uid(object.uid()),
                  new DeletePolicy(null, "Background")));
        }
      }
    }
    work.rest(found);
    return found > 0;
  }

  private static void finish(ObjectKey key, KubeObject namespace, Work work) {
    ObjectNode body = namespace.copy();
    ArrayNode left = Json.array();
    boolean held = false;
    for (var finalizer : namespace.spec().path("finalizers")) {
      if (finalizer.asText().equals(FINALIZER)) {
        held = true;
      } else {
        left.add(finalizer.asText());
      }
    }
    if (!held) {
      return;
    }
    Json.ensure(body, "spec").set("finalizers", left);
    work.write(
        new Operation(
            Verb.UPDATE,
            key,
            "finalize",
            null,
            body,
            Preconditions.exactly(namespace.uid(), namespace.resourceVersion()),
            work.options(),
            null));
  }
}
