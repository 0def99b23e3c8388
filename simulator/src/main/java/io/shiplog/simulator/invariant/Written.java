package io.shiplog.simulator.invariant;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;

/**
 * One record of {@code objects}, read.
 *
 * @param user who asked
 * @param before the object before it; null if there was none
 * @param after the object after it; null if it is gone
 */
public record Written(
    int shard,
    long offset,
    ObjectKey key,
    long resourceVersion,
    String commandId,
    String user,
    KubeObject before,
    KubeObject after) {

  /** The object as it is, or as it was last. */
  public KubeObject latest() {
    return after == null ? before : after;
  }
}
