package io.shiplog.registry.decide;

import io.shiplog.model.KubeObject;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose slices are kept, and how they are marked.
 *
 * @param object the Service, or the Endpoints that are mirrored; the slices go when it goes
 * @param manager who keeps them, as the label says
 */
record SliceOwner(KubeObject object, String manager) {

  /** Keeps the slices of Services with a selector. */
  static final String CONTROLLER = "endpointslice-controller.k8s.io";

  /** Keeps the slices that mirror Endpoints which people made. */
  static final String MIRROR = "endpointslicemirroring-controller.k8s.io";

  private static final String HEADLESS = "service.kubernetes.io/headless";

  /** The labels of the slices: the owner's, and those that say whose they are. */
  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>(object.labels());
    labels.put(Slices.SERVICE_NAME, object.name());
    labels.put(Slices.MANAGED_BY, manager);
    if (object.spec().path("clusterIP").asText().equals("None")) {
      labels.put(HEADLESS, "");
    }
    return labels;
  }
}
