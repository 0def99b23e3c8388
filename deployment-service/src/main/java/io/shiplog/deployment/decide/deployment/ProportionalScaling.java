package io.shiplog.deployment.decide.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Scaling in the middle of a rollout: every ReplicaSet takes its share, so that a rollout that goes
 * wrong does not get all the new pods (documentation of Deployments, "Proportional scaling").
 */
final class ProportionalScaling {

  /**
   * One ReplicaSet that has pods.
   *
   * @param size its size now
   * @param most the most pods the Deployment might have had when this was last scaled; 0 if unknown
   * @param age its place among the ReplicaSets, 0 for the oldest
   */
  record Share(Size size, int most, int age) {}

  private ProportionalScaling() {}

  /** The size of each, the leftover of rounding going to the first in order. */
  static List<Size> scale(Bounds bounds, List<Share> shares) {
    int total = shares.stream().mapToInt(share -> share.size().replicas()).sum();
    int allowed = bounds.desired() > 0 ? bounds.most() : 0;
    int toAdd = allowed - total;
    List<Share> order = new ArrayList<>(shares);
    Comparator<Share> biggest =
        Comparator.comparingInt((Share share) -> share.size().replicas()).reversed();
    Comparator<Share> oldest = Comparator.comparingInt(Share::age);
    order.sort(biggest.thenComparing(toAdd > 0 ? oldest.reversed() : oldest));
    List<Size> sizes = new ArrayList<>();
    int added = 0;
    for (Share share : order) {
      int part = part(share, bounds, total, toAdd, toAdd - added);
      sizes.add(share.size().resized(share.size().replicas() + part));
      added += part;
    }
    if (!sizes.isEmpty() && toAdd != added) {
      Size first = sizes.getFirst();
      sizes.set(0, first.resized(Math.max(0, first.replicas() + toAdd - added)));
    }
    return sizes;
  }

  private static int part(Share share, Bounds bounds, int total, int toAdd, int left) {
    int replicas = share.size().replicas();
    if (replicas == 0 || toAdd == 0 || left == 0) {
      return 0;
    }
    if (bounds.desired() == 0) {
      return -replicas;
    }
    int before = share.most() > 0 ? share.most() : total;
    int fair = (int) Math.round((double) replicas * bounds.most() / before) - replicas;
    // One that was adopted knows another Deployment's bounds: it may ask for growth while all
    // shrink.
    return toAdd > 0 ? Math.clamp(fair, 0, left) : Math.clamp(fair, left, 0);
  }
}
