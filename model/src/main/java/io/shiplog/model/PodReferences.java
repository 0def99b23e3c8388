package io.shiplog.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** The ConfigMaps and Secrets that a pod needs on its node. */
public final class PodReferences {

  private PodReferences() {}

  /** Their keys, whether they exist or not. */
  public static Set<ObjectKey> of(KubeObject pod) {
    Set<ObjectKey> keys = new TreeSet<>();
    Collector into = new Collector(pod.namespace(), keys);
    for (String list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
      pod.spec().path(list).forEach(container -> ofContainer(container, into));
    }
    pod.spec().path("volumes").forEach(volume -> ofVolume(volume, into));
    pod.spec()
        .path("imagePullSecrets")
        .forEach(secret -> into.add(Catalogue.SECRETS, secret.path("name")));
    return keys;
  }

  private static void ofContainer(JsonNode container, Collector into) {
    for (JsonNode source : container.path("envFrom")) {
      into.add(Catalogue.CONFIGMAPS, source.path("configMapRef").path("name"));
      into.add(Catalogue.SECRETS, source.path("secretRef").path("name"));
    }
    for (JsonNode variable : container.path("env")) {
      JsonNode from = variable.path("valueFrom");
      into.add(Catalogue.CONFIGMAPS, from.path("configMapKeyRef").path("name"));
      into.add(Catalogue.SECRETS, from.path("secretKeyRef").path("name"));
    }
  }

  private static void ofVolume(JsonNode volume, Collector into) {
    into.add(Catalogue.CONFIGMAPS, volume.path("configMap").path("name"));
    into.add(Catalogue.SECRETS, volume.path("secret").path("secretName"));
    into.add(Catalogue.SECRETS, volume.path("csi").path("nodePublishSecretRef").path("name"));
    for (JsonNode source : volume.path("projected").path("sources")) {
      into.add(Catalogue.CONFIGMAPS, source.path("configMap").path("name"));
      into.add(Catalogue.SECRETS, source.path("secret").path("name"));
    }
  }

  /** Gathers keys in the pod's namespace. */
  private record Collector(String namespace, Set<ObjectKey> keys) {
    void add(ResourceType type, JsonNode name) {
      if (!name.asText("").isEmpty()) {
        keys.add(type.key(namespace, name.asText()));
      }
    }
  }
}
