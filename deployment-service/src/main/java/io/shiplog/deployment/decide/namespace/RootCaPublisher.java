package io.shiplog.deployment.decide.namespace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Controller;
import io.shiplog.controller.Work;
import io.shiplog.deployment.decide.Patches;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Operation;
import io.shiplog.model.reconcile.Change;

/**
 * Keeps the cluster's CA certificate in every active namespace, as ConfigMap {@code
 * kube-root-ca.crt}: what pods verify the API's certificate with. One that is deleted comes back,
 * one that says something else is put right. Source: the root CA publisher of
 * kube-controller-manager, whose option {@code --root-ca-file} is the certificate here.
 */
public final class RootCaPublisher implements Controller {

  private static final String CONFIG_MAP = "kube-root-ca.crt";
  private static final String ENTRY = "ca.crt";

  private final String certificate;

  /**
   * @param certificate the CA's certificate, PEM
   */
  public RootCaPublisher(String certificate) {
    this.certificate = certificate;
  }

  @Override
  public String name() {
    return "root-ca-certificate-publisher-controller";
  }

  @Override
  public void changed(Change change, Work work) {
    ObjectKey key = change.key();
    if (key.resource().equals(Catalogue.NAMESPACES.qualifiedName())) {
      work.look(copy(key.name()));
    } else if (key.equals(copy(key.namespace()))) {
      work.look(key);
    }
  }

  @Override
  public void reconcile(ObjectKey key, Work work) {
    KubeObject namespace =
        work.table().get(Catalogue.NAMESPACES.key("", key.namespace())).orElse(null);
    if (namespace == null || namespace.terminating()) {
      return;
    }
    KubeObject found = work.table().get(key).orElse(null);
    if (found == null) {
      work.write(Operation.create(key, object(key), work.options()));
    } else if (!found.at("data").equals(data())) {
      work.write(Patches.merge(key, found, correction(found), work.options()));
    }
  }

  private static ObjectKey copy(String namespace) {
    return Catalogue.CONFIGMAPS.key(namespace, CONFIG_MAP);
  }

  private ObjectNode object(ObjectKey key) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    object.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
    object.set("data", data());
    return object;
  }

  private ObjectNode data() {
    return Json.object().put(ENTRY, certificate);
  }

  /** A merge patch that leaves nothing but the certificate in the data. */
  private ObjectNode correction(KubeObject found) {
    ObjectNode patch = Json.object();
    ObjectNode data = patch.putObject("data");
    found.at("data").fieldNames().forEachRemaining(data::putNull);
    data.put(ENTRY, certificate);
    return patch;
  }
}
