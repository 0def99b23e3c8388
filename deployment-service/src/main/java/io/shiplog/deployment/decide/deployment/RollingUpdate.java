package io.shiplog.deployment.decide.deployment;

import java.util.ArrayList;
import java.util.List;

/**
 * The next step of a rolling update: the new ReplicaSet grows as far as the surge allows; when it
 * cannot, the old ones shrink as far as availability allows, those first that serve nobody.
 */
final class RollingUpdate {

  private RollingUpdate() {}

  /**
   * The sizes that change in the next step; none when there is nothing to do or to wait for.
   *
   * @param olds the other ReplicaSets, the oldest first
   */
  static List<Size> next(Bounds bounds, Size current, List<Size> olds) {
    int grown = grown(bounds, current.replicas(), current.replicas() + Size.replicas(olds));
    if (grown != current.replicas()) {
      return List.of(current.resized(grown));
    }
    return shrink(bounds, current, olds);
  }

  /** How many replicas the new ReplicaSet should have, where {@code total} pods are asked for. */
  static int grown(Bounds bounds, int replicas, int total) {
    if (replicas >= bounds.desired()) {
      return bounds.desired();
    }
    int room = Math.max(0, bounds.most() - total);
    return replicas + Math.min(room, bounds.desired() - replicas);
  }

  private static List<Size> shrink(Bounds bounds, Size current, List<Size> olds) {
    int total = current.replicas() + Size.replicas(olds);
    int missing = current.replicas() - current.available();
    int most = total - bounds.fewest() - missing;
    if (most <= 0) {
      return List.of();
    }
    List<Size> left = new ArrayList<>(olds);
    int cleaned = 0;
    for (int i = 0; i < left.size(); i++) {
      Size old = left.get(i);
      int idle = Math.min(most - cleaned, old.replicas() - old.available());
      left.set(i, old.resized(old.replicas() - idle));
      cleaned += idle;
    }
    int spare = current.available() + Size.available(left) - bounds.fewest();
    for (int i = 0; i < left.size() && spare > 0; i++) {
      Size old = left.get(i);
      int less = Math.min(spare, old.replicas());
      left.set(i, old.resized(old.replicas() - less));
      spare -= less;
    }
    left.removeAll(olds);
    return left;
  }
}
