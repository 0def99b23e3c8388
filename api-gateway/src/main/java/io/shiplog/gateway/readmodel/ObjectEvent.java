package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import java.util.Objects;
import java.util.function.Supplier;

/** One change of one object, as the log told it. Shared by every watcher. */
public final class ObjectEvent {

  private static final long OVERHEAD = 1_000;

  private final ObjectKey key;
  private final long resourceVersion;
  private final StoredObject before;
  private final StoredObject after;
  private StoredObject last;

  /**
   * A change.
   *
   * @param key which object
   * @param resourceVersion the version of the change
   * @param before the state before; null if there was none, or none is known
   * @param after the state afterwards; null if the object is gone
   */
  ObjectEvent(ObjectKey key, long resourceVersion, StoredObject before, StoredObject after) {
    this.key = key;
    this.resourceVersion = resourceVersion;
    this.before = before;
    this.after = after;
  }

  public ObjectKey key() {
    return key;
  }

  /** The version of the change. */
  public long resourceVersion() {
    return resourceVersion;
  }

  StoredObject before() {
    return before;
  }

  /** The state after the change; null if the object is gone. */
  public StoredObject after() {
    return after;
  }

  /** The state after the change, or for a deletion the last state at the deletion's version. */
  public StoredObject current() {
    return after == null ? lastState() : after;
  }

  /** What a watcher that no longer sees the object is shown; made once, when first asked for. */
  synchronized StoredObject lastState() {
    if (last == null) {
      Supplier<String> why = () -> key + " has no state before version " + resourceVersion;
      last = Objects.requireNonNull(before, why).at(resourceVersion);
    }
    return last;
  }

  /**
   * How much memory holding on to this event costs, in bytes, roughly: of the states that nobody
   * else may hold any more, and of what found the objects after it. A deletion shows the state
   * before it anew, at its own version.
   */
  long weight() {
    return OVERHEAD + size(before) + size(after == null ? before : after);
  }

  private static long size(StoredObject state) {
    return state == null ? 0 : state.bytes().length;
  }
}
