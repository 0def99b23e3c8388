package io.shiplog.deployment.decide.deployment;

import io.shiplog.model.KubeObject;
import java.util.List;

/**
 * How big a ReplicaSet is.
 *
 * @param name the ReplicaSet's
 * @param replicas how many pods it was told to keep
 * @param available how many of them serve; never more than {@code replicas}, because those beyond
 *     are about to go
 */
record Size(String name, int replicas, int available) {

  static Size of(KubeObject replicaSet) {
    int replicas = replicaSet.spec().path("replicas").asInt(1);
    int available = replicaSet.status().path("availableReplicas").asInt(0);
    return new Size(replicaSet.name(), replicas, Math.min(replicas, available));
  }

  Size resized(int to) {
    return new Size(name, to, Math.min(available, to));
  }

  static int replicas(List<Size> sizes) {
    return sizes.stream().mapToInt(Size::replicas).sum();
  }

  static int available(List<Size> sizes) {
    return sizes.stream().mapToInt(Size::available).sum();
  }
}
