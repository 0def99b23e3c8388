package io.shiplog.ledger.decide.kinds;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a container's volume mounts must be. Source: the API reference of VolumeMount. */
final class MountRules {

  private static final List<String> PROPAGATION =
      List.of("Bidirectional", "HostToContainer", "None");

  private MountRules() {}

  /** Checks the mounts against the names of the pod's volumes. */
  static void check(Field container, Set<String> volumes, Problems problems) {
    Set<String> paths = new HashSet<>();
    for (Field mount : container.at("volumeMounts").items()) {
      Field name = mount.at("name");
      problems.demand(name);
      if (!volumes.contains(name.text())) {
        problems.notFound(name, name.text());
      }
      Field path = mount.at("mountPath");
      if (problems.demand(path) && !paths.add(path.text())) {
        problems.invalid(path, "must be unique");
      }
      // What follows names the list, not the entry.
      Field named = new Field(container.at("volumeMounts").path(), mount.node());
      subPath(mount, named, problems);
      propagation(named, container, problems);
    }
  }

  private static void subPath(Field mount, Field named, Problems problems) {
    PathRules.descending(named.at("subPath"), problems);
    PathRules.descending(named.at("subPathExpr"), problems);
    if (!mount.at("subPath").isEmpty() && !mount.at("subPathExpr").isEmpty()) {
      problems.invalid(mount.at("subPathExpr"), "subPathExpr and subPath are mutually exclusive");
    }
  }

  private static void propagation(Field mount, Field container, Problems problems) {
    Field propagation = mount.at("mountPropagation");
    problems.oneOf(propagation, PROPAGATION);
    if (propagation.text().equals("Bidirectional")
        && !container.at("securityContext").at("privileged").isTrue()) {
      problems.forbidden(
          propagation,
          "Bidirectional mount propagation is available only to privileged containers");
    }
  }
}
