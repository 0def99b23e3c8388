package io.shiplog.simulator.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * At rest an agent holds the ConfigMaps and Secrets that the pods bound to its node name, as they
 * are now, and no others. It must not know more: a node is told the Secrets of its own pods.
 */
public final class InboxesFollowReferences implements Invariant {

  /** The fields in a pod's spec that name one, and the field of it in which the name stands. */
  private record Reference(String field, ResourceType type, String name) {}

  private static final Reference[] REFERENCES = {
    new Reference("configMapKeyRef", Catalogue.CONFIGMAPS, "name"),
    new Reference("configMapRef", Catalogue.CONFIGMAPS, "name"),
    new Reference("configMap", Catalogue.CONFIGMAPS, "name"),
    new Reference("secretKeyRef", Catalogue.SECRETS, "name"),
    new Reference("secretRef", Catalogue.SECRETS, "name"),
    new Reference("secret", Catalogue.SECRETS, "secretName"),
    new Reference("secret", Catalogue.SECRETS, "name"),
  };

  @Override
  public Optional<String> atRest(Evidence evidence) {
    ObjectTable objects = evidence.told(Catalogue.MAIN_SHARD);
    for (Map.Entry<String, Map<String, KubeObject>> node : evidence.configOfNodes().entrySet()) {
      SortedMap<String, KubeObject> named = named(node.getKey(), objects);
      if (!named.keySet().equals(node.getValue().keySet())) {
        return Optional.of(
            node.getKey() + " holds " + node.getValue().keySet() + ", named are " + named.keySet());
      }
      for (Map.Entry<String, KubeObject> one : named.entrySet()) {
        KubeObject held = node.getValue().get(one.getKey());
        if (!same(held, one.getValue())) {
          return Optional.of(node.getKey() + " holds " + held + ", it is " + one.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** But for what a node has no use for, such as who owns which field. */
  private static boolean same(KubeObject held, KubeObject object) {
    return held.uid().equals(object.uid())
        && held.resourceVersion() == object.resourceVersion()
        && held.at("data").equals(object.at("data"));
  }

  private static SortedMap<String, KubeObject> named(String node, ObjectTable objects) {
    SortedMap<String, KubeObject> named = new TreeMap<>();
    for (ObjectKey key : objects.podsOn(node)) {
      KubeObject pod = objects.get(key).orElseThrow();
      collect(pod.spec(), pod.namespace(), objects, named);
    }
    return named;
  }

  private static void collect(
      JsonNode part, String namespace, ObjectTable objects, SortedMap<String, KubeObject> named) {
    for (Reference reference : REFERENCES) {
      String name = part.path(reference.field()).path(reference.name()).asText("");
      ObjectKey key = reference.type().key(namespace, name);
      objects.get(key).ifPresent(object -> named.put(key.toString(), object));
    }
    part.forEach(inner -> collect(inner, namespace, objects, named));
  }
}
