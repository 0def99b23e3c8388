package io.shiplog.deployment.decide.replicaset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The pods a ReplicaSet makes: what they are called and what they look like. */
final class ReplicaPods {

  /** A name has 63 characters, as a host name has, five of which are the suffix. */
  private static final int MAX_BASE = 58;

  private ReplicaPods() {}

  /**
   * The names of the next pods. A name follows from the ReplicaSet's uid and a number; the lowest
   * numbers whose names are free are taken. So whoever decides twice, from the same or from an
   * older view, asks for the same names, and the ledger refuses the second.
   *
   * @param taken names that are in use, or were a short while ago
   */
  static List<String> names(KubeObject replicaSet, int count, Predicate<String> taken) {
    Set<String> names = new LinkedHashSet<>();
    String base = base(replicaSet);
    for (int number = 0; names.size() < count; number++) {
      String name = base + Names.suffix(5, replicaSet.uid(), number);
      if (!taken.test(name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  /** A pod of the ReplicaSet's template. */
  static ObjectNode pod(KubeObject replicaSet, String name) {
    JsonNode template = replicaSet.spec().path("template");
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("name", name);
    metadata.put("generateName", base(replicaSet));
    metadata.put("namespace", replicaSet.namespace());
    for (String field : List.of("labels", "annotations", "finalizers")) {
      if (!template.path("metadata").path(field).isEmpty()) {
        metadata.set(field, template.path("metadata").path(field).deepCopy());
      }
    }
    metadata.putArray("ownerReferences").add(OwnerReference.controlling(replicaSet).toJson());
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  private static String base(KubeObject replicaSet) {
    String base = replicaSet.name() + "-";
    return base.length() > MAX_BASE ? base.substring(0, MAX_BASE) : base;
  }
}
