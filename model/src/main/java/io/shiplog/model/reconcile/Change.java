package io.shiplog.model.reconcile;

import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;

/**
 * One object became another.
 *
 * <p>Both states can be null: a reader of a compacted log may find the tombstone of an object that
 * it never saw.
 *
 * @param key which object
 * @param before its last state, or null if it is new to the table
 * @param after its state now, or null if it is gone
 */
public record Change(ObjectKey key, KubeObject before, KubeObject after) {

  /** The state now, or the last one of an object that is gone; null if it was never seen. */
  public KubeObject latest() {
    return after != null ? after : before;
  }
}
