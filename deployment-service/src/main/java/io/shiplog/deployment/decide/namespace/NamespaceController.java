package io.shiplog.deployment.decide.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each active namespace its default ServiceAccount, and empties a namespace that is to go;
 * once nothing is left in it, the namespace is finalized. An object that cannot be read is left.
 *
 * <p>Its Events are on another shard, which no table here shows: their ledger deletes them when it
 * hears that the namespace is to go, and passes the last request on, to finalize it, when they are
 * gone.
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
      ObjectKey account = accountKey(key.name());
      if (work.table().get(account).isEmpty() && !work.table().isUnknown(account)) {
        work.write(account(key.name(), work));
      }
    } else if (!empty(key, namespace, work) && work.table().unknownIn(key.name()).isEmpty()) {
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

  /**
   * Asks for what is in the namespace to go: the pods first, and the rest when they are gone, so
   * that no pod runs on without what guards it. False if there was nothing.
   */
  private static boolean empty(ObjectKey key, KubeObject namespace, Work work) {
    List<KubeObject> left = List.copyOf(work.table().list(Catalogue.PODS, key.name()));
    if (left.isEmpty()) {
      left = everything(key.name(), work);
    }
    boolean asked = false;
    for (KubeObject object : left) {
      if (!object.terminating()) {
        asked = true;
        ResourceType type = Catalogue.byKind(object.apiVersion(), object.kind()).orElseThrow();
        work.write(
            Operation.delete(
                type.key(key.name(), object.name()),
                Preconditions.uid(object.uid()),
                new DeletePolicy(null, "Background")));
      }
    }
    if (!asked && !left.isEmpty()) {
      ObjectNode status = NamespaceConditions.waiting(namespace, left, work.now());
      if (!status.equals(namespace.status())) {
        work.write(Patches.status(key, namespace, status, work.options()));
      }
    }
    work.rest(left.size());
    return !left.isEmpty();
  }

  private static List<KubeObject> everything(String namespace, Work work) {
    List<KubeObject> all = new ArrayList<>();
    for (ResourceType type : Catalogue.ALL) {
      if (type.namespaced()) {
        all.addAll(work.table().list(type, namespace));
      }
    }
    return all;
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
            Catalogue.NAMESPACE_STANDINGS.key("", key.name()),
            "finalize",
            null,
            body,
            Preconditions.exactly(namespace.uid(), namespace.resourceVersion()),
            work.options(),
            null));
  }
}
